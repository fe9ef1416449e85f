// The tables of docs/monitoring.md.
import { metrics } from '../../dist/worker/observers/metrics/table.js';

const titles = {
  worker: 'Of a worker',
  processors: 'Of all its shards together',
  shard: 'Of each shard',
};

const between = /(?<=<!-- metrics[^>]*-->\n)[^]*(?=<!-- end of metrics -->)/;

/** The page with the tables of today. */
export function withMetrics(page) {
  if (!between.test(page)) throw new Error('docs/monitoring.md has no place for the metrics');
  const sections = Object.entries(titles).map(([scope, title]) => section(title, scope));
  return page.replace(between, () => `\n${sections.join('\n')}\n`);
}

function section(title, scope) {
  const rows = metrics
    .filter((metric) => metric.scope === scope)
    .map(({ name, type, labels, help }) => {
      const list = labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${list} | ${help.replaceAll('|', '\\|')} |\n`;
    });
  return `### ${title}\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n${rows.join('')}`;
}
