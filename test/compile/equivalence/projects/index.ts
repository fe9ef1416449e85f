import type { Chapter } from '../project.js';
import { realPackages } from '../../packages/projects.js';
import { commonJs } from './common-js.js';
import { configuration } from './configuration.js';
import { decorators } from './decorators.js';
import { files } from './files.js';
import { hooks } from './hooks.js';
import { interop } from './interop.js';
import { modules } from './modules.js';
import { packages } from './packages.js';
import { processes } from './processes.js';
import { typeScript } from './typescript.js';

/** All of them, in the order of docs/processor.md. */
export const chapters: readonly Chapter[] = [
  modules,
  commonJs,
  interop,
  typeScript,
  decorators,
  configuration,
  packages,
  files,
  processes,
  hooks,
  realPackages,
];
