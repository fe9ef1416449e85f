/**
 * What an `import` of a compiled CommonJS module gets: its exports as `default`, and the names that were found in its text,
 * as node does it for CommonJS. The module itself is node's, loaded by `require`.
 */
export function facadeOf(path: string, names: readonly string[]): string {
  const exported = names
    .filter((name) => name !== 'default' && name !== 'module.exports')
    .map(
      (name, index) =>
        `const _${index} = read(${JSON.stringify(name)}); export { _${index} as ${JSON.stringify(name)} };`,
    );
  return `import Module from 'node:module';
const value = Module._load(${JSON.stringify(path)}, undefined, false);
const read = (name) => { try { return Object.hasOwn(value, name) ? value[name] : undefined; } catch { return undefined; } };
export default value; export { value as 'module.exports' };
${exported.join('\n')}
`;
}

/** What an import of JSON without an attribute gets, as a bundler gives it. */
export function jsonFacade(text: string): string {
  const value: unknown = JSON.parse(text);
  const names =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  const exported = names
    .filter((name) => name !== 'default')
    .map(
      (name, index) =>
        `const _${index} = value[${JSON.stringify(name)}]; export { _${index} as ${JSON.stringify(name)} };`,
    );
  return `const value = JSON.parse(${JSON.stringify(text)});\nexport default value;\n${exported.join('\n')}\n`;
}
