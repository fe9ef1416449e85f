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
  ...(
    [
      [
        'java is old',
        '#!/bin/sh\necho \'java version "1.7.0_80"\' >&2\n',
        [
          'kcl-ts: java 1.7.0_80 at <folder>/java is too old, expected 8 or newer',
          '  → install a newer Java (17 or 21 are good choices) or name one with --java',
        ],
      ],
      [
        'java is something else',
        '#!/bin/sh\nprintf "\\nhello\\nworld\\n"\n',
        [
          'kcl-ts: <folder>/java -version did not print a Java version',
          '  it printed "hello"',
          '  → install a Java runtime, or name a working one with --java or JAVA_HOME',
        ],
      ],
      [
        'java is broken',
        '#!/bin/sh\nfor i in 1 2 3; do printf "\\033[31mlibjvm.so: cannot open\\n" >&2; done\nexit 127\n',
        [
          'kcl-ts: <folder>/java -version did not print a Java version',
          '  it ended with exit code 127; it printed "\\u001b[31mlibjvm.so: cannot open"',
          '  → install a Java runtime, or name a working one with --java or JAVA_HOME',
        ],
      ],
      [
        'java is killed',
        '#!/bin/sh\nkill -9 $$\n',
        [
          'kcl-ts: <folder>/java -version did not print a Java version',
          '  it was killed by SIGKILL; it printed nothing',
          '  → install a Java runtime, or name a working one with --java or JAVA_HOME',
        ],
      ],
    ] as const
  ).map(([when, program, stderr]): MessageCase => ({
    when,
    args: ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local', '--java', './java'],
    files: { 'processor.ts': goodProcessor, java: { program } },
    exitCode: 3,
    stderr,
  })),
];
