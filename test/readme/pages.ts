import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The texts that users read, by their path in the repository: `docs/start.md` -> its text. */
export async function readPages(): Promise<ReadonlyMap<string, string>> {
  const docs = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const files = ['README.md', 'CONTRIBUTING.md', ...docs.sort().map((name) => `docs/${name}`)];
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const)),
  );
}

export interface CodeBlock {
  /** `ts`, `sh`; empty for an indented block. */
  readonly language: string;
  readonly text: string;
}

/** The blocks of code of a page, in order, fenced and indented ones. */
export function codeBlocks(page: string): CodeBlock[] {
  const blocks: { language: string; lines: string[] }[] = [];
  let fence: string | undefined;
  let wasBlank = true;
  let isIndented = false;
  for (const line of page.split('\n')) {
    const [, language] = /^```(\w*)$/.exec(line) ?? [];
    if (language !== undefined) {
      if (fence === undefined) blocks.push({ language, lines: [] });
      fence = fence === undefined ? language : undefined;
    } else if (fence !== undefined) blocks.at(-1)?.lines.push(line);
    else if (/^ {4}/.test(line) && (wasBlank || isIndented)) {
      if (!isIndented) blocks.push({ language: '', lines: [] });
      isIndented = true;
      blocks.at(-1)?.lines.push(line.slice(4));
    } else isIndented &&= line === '';
    wasBlank = line === '';
  }
  return blocks.map(({ language, lines }) => ({ language, text: `${lines.join('\n')}\n` }));
}

/** Each `kcl-ts …` in a page's blocks of shell, without prompt, comment, redirection and what it is piped into. */
export function kclTsCommands(page: string): string[] {
  return codeBlocks(page)
    .filter(({ language }) => language === '' || language === 'sh')
    .flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .flatMap((line) => /^(?:\w+=\S+ )*(?:npx )?(kcl-ts [a-z].*)$/.exec(line)?.[1] ?? [])
    .map((line) => line.replace(/\s+(?:#|[|>&]).*$/, '').trim());
}

/** What GitHub calls the headings of a page in a link. */
export function anchorsOf(page: string): Set<string> {
  const titles = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
