import { encodeProperties } from '../../../src/properties/write/encode.js';
import { daemonClassPath } from '../../maven/support/daemon-jars.js';
import { fromBase64, runJava, toBase64 } from './java-program.js';

/** What the published daemon makes of a properties file. */
export type Verdict =
  | { readonly threw: string }
  /** What is in force afterwards, by the names of fields and keys. */
  | { readonly inForce: ReadonlyMap<string, string> };

/** Asks the published daemon's own configurator about each of some properties files, in one JVM. */
export async function askConfigurator(files: readonly ReadonlyMap<string, string>[]): Promise<Verdict[]> {
  const lines = files.map((file) => toBase64(Buffer.from(encodeProperties(file), 'latin1')));
  const answers = await runJava('ConfiguratorProbe', await daemonClassPath(), lines);
  if (answers.length !== files.length) throw new Error(`${answers.length} answers to ${files.length} files`);
  return answers.map(parseAnswer);
}

function parseAnswer(line: string): Verdict {
  const [outcome, ...words] = line.split(' ');
  const texts = words.map(fromBase64);
  if (outcome === 'threw') return { threw: texts.join(' ') };
  return {
    inForce: new Map(
      texts.map((text) => {
        const at = text.indexOf('=');
        return [text.slice(0, at), text.slice(at + 1)];
      }),
    ),
  };
}
