import type { Chapter, Project } from './project.js';

/** The table of docs/processor.md, in Markdown: a row for each project. */
export function tableOf(chapters: readonly Chapter[]): string {
  return chapters
    .map(({ title, projects }) => [`### ${title}`, '', ...head, ...projects.map(rowOf)].join('\n'))
    .join('\n\n');
}

const head = ['| | node and tsc | kcl-ts |', '|---|---|---|'];

function rowOf({ what, node, differs, refused }: Project): string {
  const kclTs = differs?.why ?? (refused === undefined ? 'the same' : `refuses it: ${refused.why}`);
  return `| ${what} | ${node} | ${kclTs} |`;
}
