import type { Environment } from '../../context.js';
import type { HostProgram } from './host-process.js';

/** What is to serve the shards of a worker, instead of a process each. */
export interface HostsPlan {
  readonly program: HostProgram;
  /** Marks the lines that it prints with the shard that they are of. */
  readonly secret: string;
  /** How many processes there may be: from 1. */
  readonly most: number;
  /** Where the relays announce themselves. */
  readonly folder: string;
}

/** The same plan, whose program has these variables besides its own. */
export function withEnvironment({ program, ...plan }: HostsPlan, env: Environment): HostsPlan {
  return { ...plan, program: { ...program, env: { ...env, ...program.env } } };
}
