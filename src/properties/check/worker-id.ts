export interface WorkerIdParts {
  readonly hostname: string;
  readonly pid: number;
  readonly uuid: string;
}

/** Fills `{hostname}`, `{pid}` and `{uuid}` in; returns the name of a placeholder that is none of them as problem. */
export function workerId(
  template: string,
  parts: WorkerIdParts,
): { readonly id: string } | { readonly unknown: string } {
  const values = new Map(Object.entries(parts).map(([name, value]) => [`{${name}}`, String(value)]));
  const unknown = template.match(/\{\w*\}/g)?.find((placeholder) => !values.has(placeholder));
  if (unknown !== undefined) return { unknown };
  return { id: template.replace(/\{\w*\}/g, (placeholder) => values.get(placeholder) ?? placeholder) };
}
