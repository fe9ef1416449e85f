/** `1 record`, `2 records` */
export function counted(count: number, name: string, plural = `${name}s`): string {
  return `${count} ${count === 1 ? name : plural}`;
}
