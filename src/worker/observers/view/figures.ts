const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `0`, `0.4`, `7.2`, `1,234` */
export function rateText(perSecond: number): string {
  return perSecond > 0 && perSecond < 9.95 ? perSecond.toFixed(1) : whole.format(perSecond);
}

/** `512 B`, `1.2 kB`, `34 MB` */
export function bytesText(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'kB', 'MB'] as const) {
    if (value < 999.5)
      return `${unit === 'B' || value >= 9.95 ? whole.format(value) : value.toFixed(1)} ${unit}`;
    value /= 1000;
  }
  return `${whole.format(value)} GB`;
}

export function countText(count: number): string {
  return whole.format(count);
}
