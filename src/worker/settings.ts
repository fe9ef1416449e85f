import type { ClientSettings } from '../aws/clients.js';
import type { Environment } from '../context.js';
import type { OwnOption } from '../daemon/jvm-options/own.js';
import type { JarSettings } from '../maven/jar-settings.js';
import type { LogFormat } from '../logs/format/index.js';
import type { LogLevels } from '../logs/log-levels.js';
import type { ChildOptions } from '../child/command.js';
import type { LiveTerminal } from '../ui/screen/live-terminal.js';
import type { RestartPolicy } from './supervise/restart.js';

/** What serves a shard: a file that kcl-ts compiles, or any program that speaks the protocol. */
export type ProcessorChoice =
  | {
      readonly kind: 'file';
      readonly file: string;
      /** Absolute path of the tsconfig.json to compile it by, instead of the nearest one. */
      readonly tsconfig?: string | undefined;
    }
  | { readonly kind: 'command'; readonly command: string };

export interface LocalChoice {
  readonly shards: number;
  /** A file of records, `-` for stdin; a small sample if undefined. */
  readonly records: string | undefined;
  /** Whether the KCL moves its shard consumers on every 100 ms; on AWS it does each second. */
  readonly quickDispatch: boolean;
}

export interface ServerChoice {
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
}

export interface HealthChoice extends ServerChoice {
  readonly stallAfterMs: number;
}

/** Where kcl-ts itself finds what the daemon reads and writes in AWS. */
export interface AwsChoice {
  readonly kinesisEndpoint: string | undefined;
  readonly dynamodbEndpoint: string | undefined;
  /** The profile of the shared AWS files, if one was named. */
  readonly profile: string | undefined;
  /** Of the environment, if no profile was named. */
  readonly credentials?: ClientSettings['credentials'];
  readonly proxyFor?: ClientSettings['proxyFor'];
  readonly tables: {
    readonly lease: string;
    readonly coordinatorState: string;
    readonly workerMetrics: string;
  };
}

/** All that one run of a worker needs to know, after flags, environment and files were read. */
export interface WorkerSettings {
  readonly processor: ProcessorChoice;
  readonly stream: string;
  readonly application: string;
  readonly workerId: string;
  readonly region: string;
  readonly aws: AwsChoice;
  /** The daemon's properties but for `executableName`. */
  readonly properties: ReadonlyMap<string, string>;
  /** Variables that java needs besides the ones it inherits: a proxy's password, which may be nowhere else. */
  readonly env: Environment;
  readonly jars: JarSettings;
  readonly java: string | undefined;
  /** What the settings mean for the JVM; the user's own options on the same matter win. */
  readonly jvmOptions: readonly OwnOption[];
  /** The user's options for the JVM. */
  readonly javaOptions: readonly string[];
  /** Jars and folders of the user's, after the daemon's own: absolute. */
  readonly classPath: readonly string[];
  readonly child: ChildOptions;
  /** How many processes serve the shards at most; each shard has its own otherwise. */
  readonly processes: number | 'per-shard';
  /** Whether a changed processor takes over while the worker runs. */
  readonly watch: boolean;
  readonly local: LocalChoice | undefined;
  /** The command that makes a class archive for later runs like this one; undefined if none is to be made. */
  readonly archiveCommand: readonly string[] | undefined;
  readonly untilCaughtUp: boolean;
  readonly restart: RestartPolicy;
  /** Whether the leases are given back when the worker has ended. */
  readonly handBack: boolean;
  /** Whether the leases of workers that are lost are given to those that live. */
  readonly takeOver: boolean;
  /** Whether what a start needs is made, and the leases that nobody holds are taken, before java does it. */
  readonly quickStart: boolean;
  /** A file that is there while at least one shard is being read. */
  readonly readyFile: string | undefined;
  readonly health: HealthChoice | undefined;
  /** Where Prometheus scrapes; where the port is that of the health checks, the host is too. */
  readonly metrics: ServerChoice | undefined;
  /** Where the live view is served as a web page. */
  readonly page: ServerChoice | undefined;
  /** A terminal to show the shards on, with the log below. */
  readonly view?: LiveTerminal | undefined;
  readonly logLevels: LogLevels;
  readonly logFormat: LogFormat;
  /** Aborted by a second request to stop: kill, do not wait. */
  readonly hardStop: AbortSignal;
  /** Calls back whenever a thread dump of the JVM is asked for; returns the deregistration. */
  readonly onThreadDump: (action: () => void) => () => void;
  /** Registers what must happen, synchronously, when the process exits for any reason; returns the deregistration. */
  readonly atExit: (action: () => void) => () => void;
}

export type WorkerOutcome =
  /** It ended because it was asked to, and every processor had its turn. */
  | { readonly kind: 'stopped' }
  /** It was killed by a second request, or before its processors could be told. */
  | { readonly kind: 'killed' };
