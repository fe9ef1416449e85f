import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Copy, DockerfileParser, type Instruction, JSONInstruction } from 'dockerfile-ast';
import { execa } from 'execa';

/**
 * A file system as a stage of a Dockerfile leaves it, in a folder. The machine's own /usr, /etc and java stand for the
 * images that it begins with.
 */
export interface Image {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly cmd: readonly string[];
  /** Where the machine's java appears. */
  readonly java: string | undefined;
}

export interface BuildOptions {
  /** An absolute path; the folders of the stages are made in it. */
  readonly base: string;
  /** What `COPY` copies from, as .dockerignore leaves it. */
  readonly context: string;
  /** The machine's java, the folder. */
  readonly java: string;
  /** Called with each stage that a `RUN` comes in, before it. */
  readonly beforeRun: (root: string) => Promise<void>;
}

/** Does what docker would do with a Dockerfile of the templates: FROM, ENV, COPY, WORKDIR, RUN, USER and CMD. */
export async function buildImage(dockerfile: string, options: BuildOptions): Promise<Image> {
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const keyword = instruction.getKeyword();
    const words = instruction.getArguments().map((argument) => argument.getValue());
    if (keyword === 'FROM') {
      const root = join(options.base, `stage-${stages.size}`);
      image = await begin(root, stages.get(words[0] ?? ''));
      stages.set(words[2] ?? '', image);
      continue;
    }
    if (!image) throw new Error(`${keyword} stands before FROM`);
    const next: Image = await follow(instruction, { image, stages, options });
    for (const [name, stage] of stages) if (stage === image) stages.set(name, next);
    image = next;
  }
  if (!image) throw new Error('the Dockerfile has no FROM');
  return image;
}

async function begin(root: string, parent: Image | undefined): Promise<Image> {
  await mkdir(root, { recursive: true });
  if (parent) {
    await cp(parent.root, root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return { ...parent, root };
  }
  for (const folder of ['usr', 'etc', 'proc', 'dev', 'tmp', 'root', 'opt']) await mkdir(join(root, folder));
  await execa('cp', ['-a', '/bin', '/lib', '/lib64', '/sbin', root]);
  return { root, env: {}, workdir: '/', user: '0:0', cmd: [], java: undefined };
}

interface Building {
  readonly image: Image;
  readonly stages: ReadonlyMap<string, Image>;
  readonly options: BuildOptions;
}

async function follow(instruction: Instruction, building: Building): Promise<Image> {
  const { image, options } = building;
  const words = instruction.getArguments().map((argument) => argument.getValue());
  switch (instruction.getKeyword()) {
    case 'ENV': {
      const pairs = words.map((word) => [
        word.slice(0, word.indexOf('=')),
        word.slice(word.indexOf('=') + 1),
      ]);
      return { ...image, env: { ...image.env, ...(Object.fromEntries(pairs) as Record<string, string>) } };
    }
    case 'WORKDIR':
      await mkdir(join(image.root, words[0] ?? ''), { recursive: true });
      return { ...image, workdir: words[0] ?? '/' };
    case 'COPY':
      return instruction instanceof Copy ? copy(instruction, building) : image;
    case 'RUN':
      await options.beforeRun(image.root);
      await inImage(image, ['sh', '-c', instruction.getRawArgumentsContent() ?? ''], options.java);
      return image;
    case 'USER':
      return { ...image, user: words[0] ?? '' };
    case 'CMD':
      if (!(instruction instanceof JSONInstruction)) throw new Error('CMD must be a list of words');
      return { ...image, cmd: JSON.parse(instruction.getRawArgumentsContent() ?? '') as string[] };
    default:
      return image;
  }
}

async function copy(instruction: Copy, { image, stages, options }: Building): Promise<Image> {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const sources = words.slice(0, -1);
  const given = words.at(-1) ?? '';
  const target = join(image.root, given.startsWith('/') ? '' : image.workdir, given);
  const from = instruction
    .getFlags()
    .find((flag) => flag.getName() === 'from')
    ?.getValue();
  // the java of the machine stands there, with all that it links to
  if (from === 'java') return { ...image, java: given };
  const origin = from === undefined || from === null ? options.context : stages.get(from)?.root;
  if (origin === undefined) throw new Error(`there is no stage ${from}`);
  for (const source of sources) {
    const place = given.endsWith('/') ? join(target, source) : target;
    await mkdir(dirname(place), { recursive: true });
    await cp(join(origin, source), place, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
  }
  return image;
}

/** The command that starts a program in the image, as the first process of a namespace; needs root's rights. */
export function inside(
  { root, workdir, java }: Image,
  machineJava: string,
  before: readonly string[] = [],
): readonly string[] {
  const mounts = [
    'mount --make-rprivate /',
    `mount --bind "$ROOT" "$ROOT"`,
    'for folder in usr etc dev; do mount --rbind "/$folder" "$ROOT/$folder"; done',
    'mount -t proc proc "$ROOT/proc"',
    ...(java === undefined ? [] : [`mkdir -p "$ROOT${java}"`, `mount --bind "$JAVA" "$ROOT${java}"`]),
    ...before,
    `exec chroot "$ROOT" sh -c 'cd "$0" && exec "$@"' '${workdir}' "$@"`,
  ].join(' && ');
  const variables = [`ROOT=${root}`, `JAVA=${machineJava}`];
  return [
    'env',
    ...variables,
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'sh',
    '-c',
    mounts,
    'sh',
  ];
}

/** Runs a command of a `RUN`, to its end. The registries are those of the machine. */
async function inImage(image: Image, command: readonly string[], java: string): Promise<void> {
  const [file = '', ...args] = [...inside(image, java), ...command];
  await execa(file, args, { env: { ...image.env, HOME: '/root' }, all: true });
}
