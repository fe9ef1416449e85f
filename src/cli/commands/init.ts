import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import type { CommandFactory } from '../cli.js';

export const initCommand: CommandFactory = (cli) =>
  new Command('init')
    .description('Write a new TypeScript project with a sample processor. Never overwrites a file.')
    .argument('[dir]', 'the folder of the project', '.')
    .option('--stream <name>', 'the stream it reads', 'words')
    .option('--app <name>', "the application's name (default: derived from the folder's name)")
    .action(async (dir: string, { stream, app }: { stream: string; app?: string }) => {
      const context = cli.context();
      const { scaffold } = await import('../../scaffold/scaffold.js');
      const folder = resolve(context.cwd, dir);
      const files = await scaffold({ folder, stream, ...(app === undefined ? {} : { application: app }) });
      const place = relative(context.cwd, folder);
      for (const file of files) context.reporter.info(`wrote ${place ? `${place}/` : ''}${file}`);
      context.reporter.info(`\nnext:\n${place ? `  cd ${place}\n` : ''}  npm install\n  npm run dev`);
    });
