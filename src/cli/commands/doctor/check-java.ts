import type { Context } from '../../../context.js';
import { findJava } from '../../../daemon/find-java.js';
import { optionVariables } from '../../../daemon/jvm-options/given.js';
import { tryOptions } from '../../../daemon/try-options.js';
import { utf8Locale } from '../../../daemon/utf8-locale.js';
import { check, type Check, type Finding } from './check.js';

/** Java as a run would start it: which, with which options of the environment's, and whether it can name all files. */
export async function checkJava(asked: string | undefined, context: Context): Promise<Check[]> {
  const java = await check('java', async () => {
    const { version, path } = await findJava(asked, context);
    return `${version} at ${path}`;
  });
  if (java.status !== 'ok') return [java];
  return [
    java,
    ...(optionVariables.some((name) => context.env[name])
      ? [await check('java options', () => lookAtOptions(asked, context))]
      : []),
    await check('locale', () => lookAtLocale(context)),
  ];
}

async function lookAtOptions(asked: string | undefined, context: Context): Promise<Finding> {
  const set = optionVariables.filter((name) => context.env[name]).join(' and ');
  const refused = await tryOptions(await findJava(asked, context), context);
  if (refused === undefined) return `java takes those of ${set}; they win over kcl-ts's own`;
  return {
    status: 'fail',
    message: `java does not start with the options of ${set}: ${refused}`,
    fix: `change ${set}, or name another java with --java`,
  };
}

async function lookAtLocale({ platform }: Context): Promise<Finding> {
  const locale = await utf8Locale(platform);
  if (locale.kind === 'found') return `java names files in ${locale.name}`;
  if (locale.kind === 'not needed') return 'java needs none to name files';
  return {
    status: 'warn',
    message:
      'no locale with UTF-8 is installed: java cannot open files with other than ASCII letters in their paths',
    fix: 'install one, such as C.UTF-8 (glibc 2.35 and newer have it), or keep project, cache and TMPDIR in plain ASCII paths',
  };
}
