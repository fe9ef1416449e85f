import type { ModuleFormat } from '../../loader/manifest.js';
import type { Scanned } from './scan.js';

/** A TypeScript module of the project, compiled. */
export interface WalkedModule extends Scanned {
  readonly path: string;
  readonly code: string;
  readonly format: ModuleFormat;
}
