/** `0s`, `850ms`, `12s`, `3m 20s`, `2h 5m`, `4d 3h`; `-` if unknown. */
export function durationText(millis: number | undefined): string {
  if (millis === undefined) return '-';
  if (millis === 0) return '0s';
  if (millis < 1000) return `${millis}ms`;
  const seconds = Math.floor(millis / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`;
}
