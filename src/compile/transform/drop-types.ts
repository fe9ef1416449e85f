/** The names that a module exports, or undefined if they are not known. */
export type ExportsOf = (specifier: string) => ReadonlySet<string> | undefined;

const imported = /^import \{([^}]*)\} from ("(?:[^"\\]|\\.)*")([^;]*);$/gm;
const exported = /^export \{([^}]*)\};$/m;

/**
 * Takes out what is imported only to be exported again and turns out to be a type: a compiler that sees one file at a time
 * cannot tell, and node does not link such an import. Reads what esbuild prints; no line moves.
 */
export function dropTypes(code: string, exportsOf: ExportsOf): string {
  const clause = exported.exec(code)?.[1];
  if (clause === undefined) return code;
  const leaving = new Set(namesIn(clause).map(({ from }) => from));
  const dropped = new Set<string>();
  const rest = code.replace(imported, (statement, names: string, specifier: string) => {
    const exports = exportsOf(JSON.parse(specifier) as string);
    if (exports === undefined) return statement;
    const all = namesIn(names);
    const types = all.filter(({ from, to }) => leaving.has(to) && !exports.has(from));
    if (types.length === 0) return statement;
    for (const { to } of types) dropped.add(to);
    if (types.length === all.length) return lines(statement);
    return statement.replace(names, () => without(names, ({ to }) => dropped.has(to)));
  });
  if (dropped.size === 0) return code;
  return rest.replace(exported, (statement, names: string) =>
    statement.replace(names, () => without(names, ({ from }) => dropped.has(from))),
  );
}

interface Name {
  readonly from: string;
  readonly to: string;
}

function namesIn(clause: string): Name[] {
  return clause
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [from = '', to = from] = part.split(' as ');
      return { from, to };
    });
}

function without(clause: string, isDropped: (name: Name) => boolean): string {
  const kept = clause.split(',').filter((part) => !namesIn(part).some(isDropped));
  const text = kept.join(',');
  return text + lines(clause).slice(lines(text).length);
}

function lines(text: string): string {
  return text.replace(/[^\n]/g, '');
}
