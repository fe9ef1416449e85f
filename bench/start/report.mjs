/** Prints median, least and most of a list of figures. */
export function report(name, figures, unit) {
  const sorted = [...figures].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const [least, most] = [sorted[0], sorted.at(-1)];
  console.log(
    `${name}: median ${round(median)} ${unit}, from ${round(least)} to ${round(most)} (${sorted.length} runs)`,
  );
}

function round(value) {
  return value < 100 ? Math.round(value * 100) / 100 : Math.round(value);
}
