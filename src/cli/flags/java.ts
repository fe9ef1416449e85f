import { KclTsError } from '../../errors.js';

/**
 * The words of `--java-opts`, each for one argument of java's.
 *
 * @throws KclTsError CONFIG_INVALID for what is no option, or would take the place of the daemon's class path or class
 */
export async function parseJavaOptions(given: readonly string[] = []): Promise<string[]> {
  if (given.length === 0) return [];
  const { default: parseArguments } = await import('string-argv');
  const options = given.flatMap((text) => parseArguments(text));
  for (const [index, option] of options.entries()) {
    if (/^(-cp|-classpath|--class-path(=.*)?|-Djava\.class\.path=.*)$/.test(option)) {
      throw new KclTsError(
        'CONFIG_INVALID',
        `--java-opts sets the class path (${option}), which is kcl-ts's`,
        {
          hint: 'add a jar or a folder with --classpath',
        },
      );
    }
    if (/^(-jar|-m|--module(=.*)?)$/.test(option)) {
      throw new KclTsError('CONFIG_INVALID', `--java-opts names a program to run (${option})`, {
        hint: 'give options of the JVM, such as "-Xmx512m"; java runs the MultiLangDaemon',
      });
    }
    if (/^[-@]/.test(option) || takesValue.test(options[index - 1] ?? '')) continue;
    throw new KclTsError('CONFIG_INVALID', `--java-opts has '${option}', expected options of the JVM`, {
      hint: 'options begin with a hyphen, such as "-Xmx512m"; a value with a blank needs quotes of its own',
    });
  }
  return options;
}

/** The options of java's launcher whose value is a word of its own. */
const takesValue = /^(--[a-z-]+|-p)$/;
