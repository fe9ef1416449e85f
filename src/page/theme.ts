const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** A colour of page.css, such as `--accent`, as it is in the current scheme. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls back when the reader changes between light and dark. */
export function onSchemeChange(listener: () => void): void {
  dark.addEventListener('change', listener);
}
