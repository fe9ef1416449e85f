import type { KnipConfig } from 'knip';

export default {
  entry: [
    // what the built package exports and runs
    'src/{index,testing}.ts',
    'src/cli/main.ts',
    // programs and threads that are started by their path, and what node preloads
    'src/*/entry/{child,aws-kcl,compile-later,typescript-worker,kinesis-thread,stack,print-credentials}.ts',
    'src/loader/{preload,hooks-thread}.ts',
    // what a browser loads
    'src/page/main.ts',
    'scripts/*.mjs',
    'bench/**/*.{mjs,cjs,ts}',
    'examples/**/{processor.ts,app.cjs,demo.mjs}',
    // programs that tests start
    'test/**/fixtures/**',
  ],
  project: ['src/**', 'scripts/**', 'test/**', 'bench/**', 'examples/**'],
  // a type that an exported type or function is made of can be named by who uses that
  ignoreExportsUsedInFile: { interface: true, type: true },
  // tests resolve or start these by name
  ignoreDependencies: ['@aws-sdk/client-ecs', 'aws-kinesis-agg', 'axe-core', 'jest', 'kubernetes-models'],
  // programs of the machine
  ignoreBinaries: ['java', 'javac', 'jdeps', 'keytool', 'mkfifo', 'script', 'systemd-analyze'],
} satisfies KnipConfig;
