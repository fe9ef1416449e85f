/** Where a setting came from. */
export type Origin =
  | { readonly source: 'flag'; readonly flag: string }
  | { readonly source: 'environment'; readonly variable: string }
  | { readonly source: 'file'; readonly file: string; readonly line: number }
  /** kcl-ts chose it; `because` says why, where that is not plain. */
  | { readonly source: 'default'; readonly because?: string }
  /** The command decided it: the processor, `--local`. */
  | { readonly source: 'command'; readonly because?: string };

/** For a message: `--region`, `KCL_TS_REGION`, `sample.properties:12`, `default`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.source) {
    case 'flag':
      return origin.flag;
    case 'environment':
      return origin.variable;
    case 'file':
      return `${origin.file}:${origin.line}`;
    case 'default':
      return origin.because ? `default: ${origin.because}` : 'default';
    case 'command':
      return origin.because ?? 'kcl-ts';
  }
}
