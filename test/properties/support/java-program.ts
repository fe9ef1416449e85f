import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs a program of fixtures/ from its source, gives it lines of ASCII and returns the lines it answers with. */
export async function runJava(
  program: string,
  classPath: readonly string[],
  lines: readonly string[],
  more: { readonly options?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string[]> {
  const source = fileURLToPath(new URL(`../fixtures/${program}.java`, import.meta.url));
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Duser.timezone=UTC'];
  const places = classPath.length > 0 ? ['-cp', classPath.join(delimiter)] : [];
  const env = { PATH: process.env['PATH'], AWS_EC2_METADATA_DISABLED: 'true', ...more.env };
  const stdout = await new Promise<string>((resolve, reject) => {
    const java = execFile(
      'java',
      [...options, ...(more.options ?? []), ...places, source],
      { env, maxBuffer: 1 << 28 },
      (error, out, stderr) => {
        if (error) reject(new Error(`${program} failed: ${stderr || error.message}`));
        else resolve(out);
      },
    );
    java.stdin?.end(lines.map((line) => `${line}\n`).join(''));
  });
  return stdout.split('\n').filter((line) => line !== '');
}

export const toBase64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
export const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
