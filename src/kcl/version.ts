/** The KCL version whose MultiLangDaemon kcl-ts runs. */
export const kclVersion = '3.1.3';

/** Whether version `a` is newer than `b`; both are three numbers separated by dots. */
export function isNewer(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) > 0;
}
