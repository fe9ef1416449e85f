/** What a worker is made of. */
const ofAWorker = [
  'simulation',
  'compile',
  'maven',
  'properties',
  'daemon',
  'logs',
  'child',
  'local',
  'records',
  'leases',
  'aws',
  'kcl',
  'ui',
];

/**
 * Who may import whom. The README's architecture section tells the same in words; test/structure.test.ts checks it.
 *
 * @type {Record<string, string[]>} folder of src/ -> the folders it may import besides itself
 */
const mayImport = {
  cli: ['worker', 'scaffold', ...ofAWorker],
  worker: ofAWorker,
  simulation: ['child', 'processor'],
  leases: ['aws', 'kcl'],
  local: ['aws', 'kcl', 'records', 'ui'],
  records: ['aws', 'ui'],
  maven: ['ui'],
  properties: ['kcl'],
  aws: ['kcl'],
  daemon: [],
  logs: ['kcl', 'ui'],
  kcl: [],
  compile: ['loader', 'child'],
  child: ['processor'],
  loader: [],
  processor: [],
  scaffold: ['properties'],
  page: ['worker', 'ui'],
  ui: [],
};

/** Modules at the root of src/ that any folder may import: they import no folder's, but for types. */
const common =
  '^src/(back-off|errors|context|did-you-mean|each-line|bounded-line|log-level|own-files|own-memory|processes|version)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `src/${folder} may import ${allowed.length ? allowed.join(', ') : 'no other folder'}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: [`^src/(${[folder, ...allowed].join('|')})/`, common] },
    })),
    {
      name: 'public-library-is-light',
      comment:
        'what a processor imports must not load the command line, the downloader, the daemon or any package',
      severity: 'error',
      from: { path: '^src/(index\\.ts|testing\\.ts|processor/|child/|simulation/)' },
      to: {
        dependencyTypes: ['npm', 'npm-optional', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'not-undeclared',
      comment:
        'what src imports is in package.json; the build bundles it, or it is installed with the package',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'page-runs-in-a-browser',
      comment: 'of the worker it knows the types of what it is told',
      severity: 'error',
      from: { path: '^src/page/' },
      to: { path: '^src/(?!page/|ui/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'processes-start-in-one-module',
      comment:
        'one result for how a process ended; the loader, which is alone in a process, may use node itself',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(processes\\.ts|loader/)' },
      to: { path: '^(node:)?child_process$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'observers-only-watch',
      comment: 'what watches a worker knows its events, not who acts on them',
      severity: 'error',
      from: { path: '^src/worker/observers/' },
      to: { path: '^src/worker/(supervise|prepare|sharing|source)/' },
    },
    {
      name: 'one-source-of-events',
      comment: 'what java and the processors print becomes events, whoever wants to know of them',
      severity: 'error',
      from: { path: '^src/worker/source/' },
      to: { path: '^src/worker/', pathNot: '^src/worker/((source|reports)/|[^/]*event)' },
    },
    {
      name: 'aws-clients-only-where-named',
      comment:
        'the AWS clients take a fifth of a second to load: only what calls AWS may, by import() when it runs',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(local|records|aws|leases)/' },
      to: { path: 'node_modules/@aws-sdk/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
