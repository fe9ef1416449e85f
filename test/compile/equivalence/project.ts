export type Files = Readonly<Record<string, string>>;

/** A small project whose processor prints what can be observed, and one row of the table in docs/processor.md. */
export interface Project {
  /** First column of the table, in Markdown. */
  readonly what: string;
  /** Second column: what node does, with tsc's output where the project is in TypeScript. */
  readonly node: string;
  readonly files: Files;
  /** Path of the processor. By default the only file at the root that is named `processor.*`. */
  readonly processor?: string;
  /** Symbolic links: where it lies -> what it points to, as `ln -s` takes it. */
  readonly links?: Files;
  /** Environment of both sides; `<project>` stands for the project's folder. */
  readonly env?: Files;
  /** Flags of kcl-ts. */
  readonly flags?: readonly string[];
  /** The configurations that tsc builds, in this order. By default `tsconfig.json`. */
  readonly builds?: readonly string[];
  /** What a build step of the project would write beside tsc's output, such as a `package.json` that names it. */
  readonly alsoBuilt?: Files;
  /** Third column where kcl-ts does something else on purpose. By default it does the same. */
  readonly differs?: Difference;
  /** Third column where kcl-ts refuses the project, before java starts. */
  readonly refused?: Refusal;
  /** Also run under the real daemon. */
  readonly daemon?: true;
}

export interface Difference {
  readonly why: string;
  /** What kcl-ts prints; what node prints is then printed by nothing but node, or not at all. */
  readonly prints: readonly string[];
}

export interface Refusal {
  readonly why: string;
  /** Matched against what kcl-ts prints; it exits with 5. */
  readonly says: RegExp;
}

/** Projects about one thing; a part of the table. */
export interface Chapter {
  readonly title: string;
  readonly projects: readonly Project[];
}
