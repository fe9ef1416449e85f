// Writes what is made of the code's tables: docs/configuration.md, the metrics of docs/monitoring.md, and monitoring/.
// node scripts/generate-docs.mjs (after a build); with --print [FILE], one of them to stdout.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './configuration-page.mjs';
import { root } from './install.mjs';
import { alerts } from './monitoring/alerts.mjs';
import { dashboard } from './monitoring/dashboard.mjs';
import { withMetrics } from './monitoring/metrics-table.mjs';

const made = {
  'docs/configuration.md': configurationPage,
  'docs/monitoring.md': () => withMetrics(readFileSync(join(root, 'docs', 'monitoring.md'), 'utf8')),
  'monitoring/grafana-dashboard.json': () => `${JSON.stringify(dashboard(), null, 2)}\n`,
  'monitoring/prometheus-alerts.yaml': alerts,
};

const [flag, wanted = 'docs/configuration.md'] = process.argv.slice(2);
if (flag === '--print') process.stdout.write(await made[wanted]());
else for (const [file, make] of Object.entries(made)) writeFileSync(join(root, file), await make());
