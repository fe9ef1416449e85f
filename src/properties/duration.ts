const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `500ms`, `10s`, `2m`, `1.5h`, `1d`; undefined for anything else, plain numbers included. */
export function durationMillis(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!match) return undefined;
  const factor = factors[match[2] ?? ''] ?? 1;
  return Math.round(Number(match[1]) * factor);
}
