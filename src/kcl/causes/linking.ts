import type { KnownCause } from './cause.js';

/** The LinkageErrors, and what a class loader throws for a class that is nowhere. */
const thrown =
  /\b((?:NoSuchMethod|NoSuchField|NoClassDefFound|AbstractMethod|IllegalAccess|Instantiation|IncompatibleClassChange|ClassFormat|UnsupportedClassVersion|Verify|Linkage|UnsatisfiedLink)Error|ClassNotFoundException)(?:: ([^\n←]+))?/;

export const linkingCause: KnownCause = {
  pattern: thrown,
  code: 'JARS_MISMATCHED',
  message: (match) =>
    `the jars do not fit together: ${match[1] ?? ''}${match[2] ? `: ${match[2].trim()}` : ''}`,
  hint: [
    "use kcl-ts's own jars (without --jars-lock and KCL_TS_JARS_LOCK), or resolve yours again with kcl-ts lock",
    'kcl-ts lock --client-version moves the AWS SDK together with the client; --override moves one jar alone',
    'check --classpath too',
  ].join('\n'),
  hopeless: true,
  endsARun: 'unless-it-reads',
  // Nothing that runs in this java will ever find the class; but a part that nobody needs may look for it once.
  patienceMs: 5_000,
};

/** What a JVM could not link: names of classes, such as `software.amazon.kinesis.Foo$Bar`. */
export interface LinkFault {
  /** It is missing, or lacks what it is asked for. */
  readonly missing: string;
  /** Its code asks for it. */
  readonly caller: string | undefined;
}

const name = String.raw`(?:[a-zA-Z_]\w*[./])+[A-Z][\w$]*`;
/** What a method's name follows is the class asked; before it stands the type that the method returns. */
const ofMethod = new RegExp(`(${name})\\.(?:<init>|<clinit>|\\w+)\\(`);
const ofClass = new RegExp(name);
const frame = new RegExp(String.raw`^\s*at (?:[\w.@-]*\/)*(${name})\.`);
const jdk = /^(?:java|javax|jdk|sun|com\.sun)\./;

/** Reads a stack as java prints it, with the throwables and their frames a line each. */
export function linkFaultIn(stack: string): LinkFault | undefined {
  const lines = stack.split('\n');
  const at = lines.findIndex((line) => thrown.test(line));
  const said = thrown.exec(lines[at] ?? '')?.[2] ?? '';
  const missing = ofMethod.exec(said)?.[1] ?? ofClass.exec(said)?.[0];
  if (missing === undefined) return undefined;
  const callers = lines.slice(at + 1).map((line) => frame.exec(line)?.[1]);
  return {
    missing: missing.replaceAll('/', '.'),
    caller: callers.find((caller) => caller !== undefined && !jdk.test(caller)),
  };
}
