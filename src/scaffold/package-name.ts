import { basename } from 'node:path';

/** npm refuses a project that has the name of a package that it needs. */
const taken = ['kcl-ts', 'eslint', 'tsx', 'typescript', 'typescript-eslint', 'node_modules', 'favicon.ico'];

/** A name for the project in a folder that npm, Kinesis and DynamoDB all accept. */
export function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '-')
    .slice(0, 100)
    .replace(/^[-_.]+|[-_.]+$/g, '');
  if (name.length < 3) return 'kinesis-consumer';
  return taken.includes(name) ? `${name}-consumer` : name;
}
