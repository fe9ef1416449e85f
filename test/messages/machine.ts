import { goodProcessor, type MessageCase } from './message-case.js';

export const machine: readonly MessageCase[] = [
  {
    when: 'java is not where it is said to be',
    args: [
      'run',
      'processor.ts',
      '--stream',
      'words',
      '--app',
      'MyApp',
      '--local',
      '--java',
      '/nowhere/java',
      '--offline',
    ],
    files: { 'processor.ts': goodProcessor },
    exitCode: 3,
    stderr: [
      "kcl-ts: no java at '/nowhere/java', expected a java launcher or the folder of a JDK",
      '  → check --java (or KCL_TS_JAVA); without it kcl-ts uses JAVA_HOME, then the java on PATH',
    ],
  },
  {
    when: 'there is no java',
    args: ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local', '--offline'],
    files: { 'processor.ts': goodProcessor },
    env: { JAVA_HOME: undefined, PATH: '/nowhere' },
    exitCode: 3,
    stderr: [
      'kcl-ts: java was not found in PATH',
      '  → install a Java runtime, 8 or newer (17 or 21 are good choices: apt install openjdk-17-jre-headless, brew install openjdk), or name one with --java or JAVA_HOME',
    ],
  },
];
