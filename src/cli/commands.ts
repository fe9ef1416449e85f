import { Command } from 'commander';
import type { Cli, CommandFactory } from './cli.js';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loads the command's flags: only for the command that is run, for start-up counts. */
  readonly load: () => Promise<CommandFactory>;
}

/** In the order in which help lists them. */
const entries: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'consume a stream with a processor',
    load: async () => (await import('./commands/run.js')).runCommand,
  },
  {
    name: 'init',
    summary: 'write a new project with a sample processor',
    load: async () => (await import('./commands/init.js')).initCommand,
  },
  {
    name: 'simulate',
    summary: 'run a processor for one shard without Java and AWS',
    load: async () => (await import('./commands/simulate.js')).simulateCommand,
  },
  {
    name: 'local',
    summary: 'run the embedded Kinesis and DynamoDB alone',
    load: async () => (await import('./commands/local.js')).localCommand,
  },
  {
    name: 'fetch-jars',
    summary: "download and verify the daemon's jars",
    load: async () => (await import('./commands/fetch-jars.js')).fetchJarsCommand,
  },
  {
    name: 'lock',
    summary: 'resolve a version of the KCL and write jars.lock',
    load: async () => (await import('./commands/lock.js')).lockCommand,
  },
  {
    name: 'properties',
    summary: "print the daemon's properties",
    load: async () => (await import('./commands/properties.js')).propertiesCommand,
  },
  {
    name: 'provision',
    summary: "create an application's tables and first leases",
    load: async () => (await import('./commands/provision.js')).provisionCommand,
  },
  {
    name: 'iam-policy',
    summary: 'print the IAM policy that a worker needs',
    load: async () => (await import('./commands/iam-policy.js')).iamPolicyCommand,
  },
  {
    name: 'leases',
    summary: "show an application's leases",
    load: async () => (await import('./commands/leases.js')).leasesCommand,
  },
  {
    name: 'put',
    summary: 'put the lines of a file into a stream as records',
    load: async () => (await import('./commands/put.js')).putCommand,
  },
  {
    name: 'tail',
    summary: 'print the records of a stream',
    load: async () => (await import('./commands/tail.js')).tailCommand,
  },
  {
    name: 'metrics',
    summary: 'print what Prometheus can scrape, a dashboard or alert rules',
    load: async () => (await import('./commands/metrics.js')).metricsCommand,
  },
  {
    name: 'doctor',
    summary: 'check that everything kcl-ts needs is there',
    load: async () => (await import('./commands/doctor.js')).doctorCommand,
  },
  {
    name: 'completion',
    summary: 'print a script for the completion of your shell',
    load: async () => (await import('./commands/completion.js')).completionCommand,
  },
];

/** All commands in full. */
export function loadCommands(cli: Cli): Promise<Command[]> {
  return createCommands(
    entries.map(({ name }) => name),
    cli,
  );
}

/** The commands: those that the words of a command line name in full, the others by name and summary alone. */
export function createCommands(words: readonly string[], cli: Cli): Promise<Command[]> {
  return Promise.all(
    entries.map(async ({ name, summary, load }) => {
      if (!words.includes(name)) return new Command(name).summary(summary);
      const create = await load();
      return create(cli).summary(summary);
    }),
  );
}
