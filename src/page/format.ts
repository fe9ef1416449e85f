import { durationText } from '../ui/duration.js';

/** `0`, `7.3`, `412`, `1,204`, `12.4k`, `3.1M` */
export function countText(count: number): string {
  if (count >= 1_000_000) return `${(count / 1_000_000).toFixed(1)}M`;
  if (count >= 100_000) return `${Math.round(count / 1000)}k`;
  if (count >= 10_000) return `${(count / 1000).toFixed(1)}k`;
  if (count >= 10 || Number.isInteger(count)) return Math.round(count).toLocaleString('en-US');
  return count.toFixed(1);
}

/** `0 B`, `812 B`, `1.5 KB`, `3.2 MB` */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `just now`, `12s ago` */
export function ageText(millis: number): string {
  return millis < 1000 ? 'just now' : `${durationText(millis)} ago`;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

/** The time of day where the browser is. */
export function timeText(at: number): string {
  return clock.format(at);
}

/** How many of the newest are shown: `the last 300`, `12 of the last 300`. */
export function countOf(shown: number, kept: number): string {
  if (kept === 0) return '';
  return shown === kept ? `the last ${kept}` : `${shown} of the last ${kept}`;
}
