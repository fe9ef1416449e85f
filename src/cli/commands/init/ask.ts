import type { Readable, Writable } from 'node:stream';
import * as clack from '@clack/prompts';
import { packageManagerNames } from '../../../scaffold/package-manager.js';
import { problemWith, type Project } from '../../../scaffold/project.js';
import type { ClashChoice } from '../../../scaffold/scaffold.js';
import { findTemplate, templateNames } from '../../../scaffold/templates.js';

/** The terminal where questions are asked. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

/** The person gave up: Ctrl-C or Escape at a question. */
export class Cancelled extends Error {}

/**
 * Asks for what was not given.
 *
 * @param suggested the answer to each question if the person only presses Enter
 * @throws Cancelled
 */
export async function askProject(
  given: Partial<Project>,
  suggested: Project,
  terminal: Terminal,
): Promise<Project> {
  const text = (field: 'stream' | 'application' | 'region', message: string): Promise<string> =>
    answer(
      clack.text({
        ...terminal,
        message,
        initialValue: suggested[field],
        validate: (value) => problemWith({ [field]: value ?? '' }),
      }),
    );
  const template = given.template ?? (await askTemplate(suggested.template, terminal));
  const stream = given.stream ?? (await text('stream', 'Which Kinesis stream does it read?'));
  const application =
    given.application ??
    (await text('application', 'What is the application called? Its workers share the stream.'));
  const region = given.region ?? (await text('region', 'In which AWS region is the stream?'));
  const packageManager =
    given.packageManager ??
    (await answer(
      clack.select({
        ...terminal,
        message: 'Which package manager do you use?',
        options: packageManagerNames.map((value) => ({ value, label: value })),
        initialValue: suggested.packageManager,
      }),
    ));
  return { ...suggested, template, stream, application, region, packageManager };
}

function askTemplate(initialValue: Project['template'], terminal: Terminal): Promise<Project['template']> {
  const options = templateNames.map((value) => ({ value, label: value, hint: findTemplate(value).summary }));
  return answer(
    clack.select({ ...terminal, message: 'What do you want to start from?', options, initialValue }),
  );
}

/** @throws Cancelled */
export async function askClash(file: string, terminal: Terminal): Promise<ClashChoice> {
  return answer(
    clack.select<ClashChoice>({
      ...terminal,
      message: `${file} is already there. What do you want to do?`,
      options: [
        { value: 'keep', label: 'keep it' },
        { value: 'overwrite', label: 'overwrite it' },
      ],
    }),
  );
}

/** @throws Cancelled */
export async function askFile(files: readonly string[], terminal: Terminal): Promise<string> {
  return answer(
    clack.select({
      ...terminal,
      message: 'Which properties file is your application started with?',
      options: files.map((value) => ({ value, label: value })),
    }),
  );
}

/** @throws Cancelled */
export async function askEdit(file: string, command: string, terminal: Terminal): Promise<boolean> {
  return answer(
    clack.confirm({
      ...terminal,
      message: `May ${file} get the dependency kcl-ts and a script kcl-ts? It is: ${command}`,
    }),
  );
}

async function answer<Value>(prompt: Promise<Value>): Promise<Exclude<Value, symbol>> {
  const value = await prompt;
  if (clack.isCancel(value)) throw new Cancelled('cancelled');
  return value as Exclude<Value, symbol>;
}
