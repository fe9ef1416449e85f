import { execFileSync } from 'node:child_process';

/** Whether a command like `unshare --pid` may be used here: it needs Linux, and root's rights. */
export function works([file = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(file, [...args, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
