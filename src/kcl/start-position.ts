/** Where a fresh application begins: at the oldest record, after the newest, or at a time. */
export type StartPosition = 'TRIM_HORIZON' | 'LATEST' | Date;

/** The start position that the daemon reads in its properties: initialPositionInStreamExtended is in seconds since 1970. */
export function startPosition(properties: ReadonlyMap<string, string>): StartPosition {
  const time = properties.get('initialPositionInStreamExtended');
  if (time !== undefined) return new Date(Number(time) * 1000);
  return properties.get('initialPositionInStream') === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON';
}
