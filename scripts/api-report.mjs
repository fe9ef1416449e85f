// Writes etc/*.api.md, what `kcl-ts` and `kcl-ts/testing` export: node scripts/api-report.mjs (after a build). With --check it
// changes nothing, and fails if they are not what is exported.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { root } from './install.mjs';

const isCheck = process.argv.includes('--check');
const scratch = mkdtempSync(join(tmpdir(), 'api-report-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));

for (const [name, entry] of [
  ['kcl-ts', 'index'],
  ['kcl-ts-testing', 'testing'],
]) {
  const { apiReportChanged, errorCount } = Extractor.invoke(
    configFor(name, join(root, 'dist', `${entry}.d.ts`)),
    {
      localBuild: !isCheck,
      messageCallback: (message) => {
        // What it says of its own progress, and of the difference; the rest are faults.
        if (message.messageId.startsWith('console-')) message.logLevel = 'none';
      },
    },
  );
  if (errorCount > 0) process.exitCode = 1;
  if (!isCheck || !apiReportChanged) continue;
  console.error(
    `etc/${name}.api.md is not what is exported: run node scripts/api-report.mjs, and look at what changed`,
  );
  process.exitCode = 1;
}

function configFor(name, types) {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: types,
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'etc'),
        reportTempFolder: scratch,
      },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'warning', addToApiReportFile: true },
        },
      },
      compiler: {
        overrideTsconfig: {
          extends: join(root, 'tsconfig.json'),
          compilerOptions: { rootDir: join(root, 'dist') },
          include: [types],
          exclude: [],
        },
      },
      newlineKind: 'lf',
    },
    packageJsonFullPath: join(root, 'package.json'),
  });
}
