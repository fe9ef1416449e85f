const svg = 'http://www.w3.org/2000/svg';
const width = 120;
const height = 24;
const most = 60;

/** A line without axes: how the lag of the last minute went. Said in words by the cell beside it, so it is left to the eye. */
export function createTrend() {
  const line = document.createElementNS(svg, 'path');
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${width} ${height}`);
  picture.setAttribute('class', 'trend');
  picture.setAttribute('aria-hidden', 'true');
  picture.append(line);
  return {
    element: picture,
    show: (values: readonly (number | null)[]): void => line.setAttribute('d', path(values)),
  };
}

/** The newest at the right edge; a gap where nothing is known. */
function path(values: readonly (number | null)[]): string {
  const top = Math.max(1000, ...values.map((value) => value ?? 0));
  const first = most - values.length;
  let pen = 'M';
  return values
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const x = ((first + index) / (most - 1)) * width;
      const y = height - 2 - (value / top) * (height - 4);
      const step = `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
      pen = 'L';
      return step;
    })
    .join('');
}
