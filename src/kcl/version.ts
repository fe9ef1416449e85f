/** Whether version `a` of the KCL is newer than `b`; both are three numbers separated by dots. */
export function isNewer(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) > 0;
}
