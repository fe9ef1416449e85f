import type { Command } from 'commander';
import { commandWords } from '../command-words.js';

const words = '--stream words --app MyApp';

/** By command, with the words of those that lead to it; `kcl-ts` is before each. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  run: [
    `run ./processor.ts ${words} --local`,
    `run ./processor.ts ${words} --local --ui`,
    `run ./processor.ts ${words} --region eu-west-1`,
  ],
  init: [
    'init my-consumer',
    'init my-consumer --template fan-out --stream words --yes',
    'init --from-aws-kcl',
  ],
  simulate: [
    'simulate ./processor.ts records.txt',
    'simulate ./processor.ts records.txt --inject lease-lost@2',
  ],
  local: ['local --stream words:4 --app MyApp', 'local --stream words --records records.txt --json'],
  'fetch-jars': ['fetch-jars --warm', 'fetch-jars --check'],
  lock: ['lock --check', 'lock --kcl-version 3.1.3'],
  properties: [`properties ${words} --explain`],
  provision: [`provision ${words}`, `provision ${words} --terraform`],
  'iam-policy': [`iam-policy ${words} --region eu-west-1 --account 123456789012`],
  leases: [`leases ${words}`, `leases ${words} --watch`],
  'leases reset': [
    `leases reset ${words} --to trim-horizon`,
    `leases reset ${words} --to 2026-11-01T00:00:00Z`,
  ],
  'leases release': ['leases release --app MyApp', 'leases release --app MyApp --shard shardId-000000000000'],
  'leases restore': ['leases restore MyApp-leases.json --app MyApp'],
  put: ['put words words.txt', 'put words words.txt --key-field user.id --rate 100'],
  tail: ['tail words --limit 10', 'tail words --follow'],
  metrics: ['metrics --dashboard', 'metrics --alerts'],
  doctor: ['doctor --local', `doctor ${words} --region eu-west-1`],
  completion: ['completion bash', 'completion fish'],
};

/** Adds a command's examples to its help. */
export function addExamples(command: Command): void {
  const lines = examples[commandWords(command)];
  if (lines === undefined) return;
  command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  kcl-ts ${line}`).join('\n')}`);
}
