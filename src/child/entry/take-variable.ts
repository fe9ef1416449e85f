/** Reads a variable and takes it out of the environment: the processor and what it starts do not see it. */
export function takeVariable(name: string): string | undefined {
  const value = process.env[name];
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the only way to unset a variable
  delete process.env[name];
  return value;
}
