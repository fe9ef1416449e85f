const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Values as bars, one column each: from 0 to the largest of them, or to `atLeast`, below which a change is not worth a
 * look. A blank for null.
 */
export function sparkline(values: readonly (number | null)[], atLeast = 0): string {
  const top = Math.max(atLeast, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null ? ' ' : bar(value, top))).join('');
}

function bar(value: number, top: number): string {
  const height = top === 0 ? 0 : Math.round((value / top) * (bars.length - 1));
  return bars[Math.max(0, height)] ?? bars[0];
}
