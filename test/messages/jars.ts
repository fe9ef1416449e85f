import { goodProcessor, type MessageCase } from './message-case.js';

/** A lock file with so many jars. */
function lockOf(count: number): string {
  const daemon = Array.from({ length: count }, (_, index) => ({
    coordinates: `com.example:jar-${index}:1.0`,
    path: `com/example/jar-${index}/1.0/jar-${index}-1.0.jar`,
    size: 10,
    sha256: '0'.repeat(64),
  }));
  return JSON.stringify({
    lockVersion: 1,
    kcl: '3.1.3',
    overrides: [],
    additions: [],
    groups: { daemon, tools: [] },
  });
}

const kept = (index: number): string =>
  `<home>/cache/v1/jars/com/example/jar-${index}/1.0/jar-${index}-1.0.jar`;

const missing = [
  'kcl-ts: 5 jars are missing or damaged',
  ...[0, 1, 2].map((index) => `  ${kept(index)} is missing (com.example:jar-${index}:1.0)`),
  '  and 2 more',
  '  → run `kcl-ts fetch-jars` without --offline, where there is a network',
];

const otherWays = [
  '  → behind a proxy, set HTTPS_PROXY; behind a private certificate authority, NODE_EXTRA_CA_CERTS=FILE',
  '    with a mirror, name it with --maven-repo URL (or KCL_TS_MAVEN_REPO)',
  '    without a network, bring a folder filled by `kcl-ts fetch-jars --jars-dir DIR` and use --jars-dir DIR --offline',
];

export const jars: readonly MessageCase[] = [
  {
    when: 'run may not fetch them',
    args: ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local', '--offline'],
    files: { 'processor.ts': goodProcessor, 'jars.lock': lockOf(5) },
    env: { KCL_TS_JARS_LOCK: 'jars.lock', KCL_TS_CACHE: '../home/cache' },
    exitCode: 4,
    stderr: missing,
  },
  {
    when: 'fetch-jars checks that they are there',
    args: ['fetch-jars', '--check'],
    files: { 'jars.lock': lockOf(5) },
    env: { KCL_TS_JARS_LOCK: 'jars.lock', KCL_TS_CACHE: '../home/cache' },
    exitCode: 4,
    stderr: missing,
  },
  {
    when: 'the mirror cannot be reached',
    args: ['fetch-jars', '--maven-repo', 'http://127.0.0.1:1/maven'],
    files: { 'jars.lock': lockOf(1) },
    env: { KCL_TS_JARS_LOCK: 'jars.lock', KCL_TS_CACHE: '../home/cache' },
    exitCode: 4,
    stderr: [
      'kcl-ts: cannot download com.example:jar-0:1.0',
      '  http://127.0.0.1:<port>/maven/com/example/jar-0/1.0/jar-0-1.0.jar: the connection was refused by 127.0.0.1:<port> (5 tries)',
      `  needed as ${kept(0)}`,
      ...otherWays,
    ],
  },
  {
    when: 'lock has no network',
    args: ['lock'],
    env: { HTTPS_PROXY: 'http://127.0.0.1:1', KCL_TS_CACHE: '../home/cache' },
    exitCode: 4,
    stderr: [
      'resolving KCL 3.1.3',
      'kcl-ts: cannot download eu.maveniverse.maven.plugins:toolbox:jar:cli:0.15.6',
      '  https://repo.maven.apache.org/maven2/eu/maveniverse/maven/plugins/toolbox/0.15.6/toolbox-0.15.6-cli.jar: the connection was refused by 127.0.0.1:<port> (5 tries)',
      '  needed as <home>/cache/v1/jars/eu/maveniverse/maven/plugins/toolbox/0.15.6/toolbox-0.15.6-cli.jar',
      ...otherWays,
    ],
  },
];
