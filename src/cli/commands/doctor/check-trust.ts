import type { Context } from '../../../context.js';
import { findJava } from '../../../daemon/find-java.js';
import { givenOptions } from '../../../daemon/jvm-options/given.js';
import { trustForJava } from '../../../daemon/trust/trust-store.js';
import { check, type Check } from './check.js';

/** Whether java will trust the authorities that this machine's owner has added to node's; nothing if there are none. */
export async function checkTrust(asked: string | undefined, context: Context): Promise<Check[]> {
  const java = await findJava(asked, context).catch(() => undefined);
  if (!java) return [];
  const jvmOptions = await givenOptions([], context);
  const trust = await trustForJava({ java: java.path, env: context.env, jvmOptions });
  const { extra, added, isNamed, warnings } = trust;
  if (extra === 0 && warnings.length === 0) return [];
  const finding = await check('certificates', () => {
    if (warnings.length > 0) {
      const fix = 'name a file of certificates as PEM: neither node nor java trusts what cannot be read';
      return { status: 'warn', message: warnings.join('; '), fix };
    }
    if (isNamed) {
      return {
        status: 'warn',
        message: `java trusts only what -Djavax.net.ssl.trustStore names, node ${authorities(extra)} besides its own`,
        fix: 'leave the option out, and java is given what node trusts; or see to it that the store has them too',
      };
    }
    return added === 0
      ? 'java trusts by itself what node was told to trust'
      : `java is given ${authorities(added)} that node was told to trust`;
  });
  return [finding];
}

function authorities(count: number): string {
  return count === 1 ? '1 authority' : `${count} authorities`;
}
