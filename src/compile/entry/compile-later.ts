/**
 * The program that compiles what a processor turned out to load: `node compile-later.js <folder of the manifest> <file>`.
 * Prints what is wrong, or nothing.
 */
import { messageOf } from '../../errors.js';
import { compileError } from '../compile-error.js';
import { stopEsbuild } from '../transform/load-esbuild.js';
import { extendManifest, readManifest } from '../output/manifest-writer.js';
import { Projects } from '../tsconfig/index.js';
import { walk } from '../walk/index.js';

const [folder = '', file = ''] = process.argv.slice(2);
try {
  const { entry, tsconfig } = readManifest(folder);
  const walked = await walk(file, new Projects(entry.path, tsconfig));
  if (walked.errors.length > 0) {
    const error = await compileError(walked.errors, file);
    process.stdout.write(`${error.message}\n${error.details ?? ''}`);
  } else extendManifest(folder, walked);
} catch (error) {
  process.stdout.write(messageOf(error));
} finally {
  await stopEsbuild();
}
