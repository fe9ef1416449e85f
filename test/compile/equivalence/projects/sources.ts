import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Files } from '../project.js';

/** The manifest of a project of ES modules. */
export const esm: Files = { 'package.json': '{"type":"module"}' };

/** An ES module whose processor runs these statements at its first batch. */
export function esmProcessor(imports: string, statements: string): string {
  return `${imports}
export default {
  async processRecords({ records }) {
    ${statements}
  },
};
`;
}

/** A CommonJS module whose processor runs these statements at its first batch. */
export function cjsProcessor(requires: string, statements: string): string {
  return `${requires}
module.exports = {
  async processRecords({ records }) {
    ${statements}
  },
};
`;
}

/** A tsconfig.json of these compiler options. */
export function tsconfig(compilerOptions: object, more: object = {}): Files {
  return { 'tsconfig.json': JSON.stringify({ compilerOptions, ...more }) };
}

/** Links of a project that has TypeScript installed. */
export const typescript: Files = {
  'node_modules/typescript': dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
};
