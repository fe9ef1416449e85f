export const packageManagerNames = ['npm', 'pnpm', 'yarn'] as const;

export type PackageManagerName = (typeof packageManagerNames)[number];

/** How a project is installed and run with a package manager. */
export interface PackageManager {
  readonly name: PackageManagerName;
  readonly lockFile: string;
  readonly install: string;
  /** Installs exactly what the lock file says, or fails. */
  readonly cleanInstall: string;
  /** What a script of package.json is run with. */
  readonly run: string;
  /** What stands before the options of such a script. */
  readonly args: string;
  /** What a program of node_modules is run with. */
  readonly exec: string;
  /** Leaves in node_modules what the project needs to run. */
  readonly prune: string;
  /** Beside the lock file, what an installation reads. */
  readonly settings: Readonly<Record<string, string>>;
  /** For the field packageManager of package.json, by which corepack finds the program. npm comes with node. */
  readonly pinned?: string;
}

const packageManagers: Readonly<Record<PackageManagerName, Omit<PackageManager, 'name'>>> = {
  npm: {
    lockFile: 'package-lock.json',
    install: 'npm install',
    cleanInstall: 'npm ci',
    run: 'npm run',
    args: '-- ',
    exec: 'npx',
    prune: 'npm prune --omit=dev',
    settings: {},
  },
  pnpm: {
    lockFile: 'pnpm-lock.yaml',
    install: 'pnpm install',
    cleanInstall: 'pnpm install --frozen-lockfile',
    run: 'pnpm run',
    args: '',
    exec: 'pnpm exec',
    prune: 'CI=true pnpm prune --prod',
    // both work without their scripts, of which pnpm would warn
    settings: { 'pnpm-workspace.yaml': 'allowBuilds:\n  classic-level: false\n  esbuild: false\n' },
    pinned: 'pnpm@10.34.9',
  },
  yarn: {
    lockFile: 'yarn.lock',
    install: 'yarn install',
    cleanInstall: 'yarn install --immutable',
    run: 'yarn run',
    args: '',
    exec: 'yarn',
    prune: 'yarn workspaces focus --production',
    settings: { '.yarnrc.yml': 'nodeLinker: node-modules\n' },
    pinned: 'yarn@4.18.1',
  },
};

export function findPackageManager(name: PackageManagerName): PackageManager {
  return { name, ...packageManagers[name] };
}

/** The one that started this program, as `npx`, `pnpm dlx` and `yarn dlx` tell it in `npm_config_user_agent`. */
export function callingPackageManager(userAgent = ''): PackageManagerName {
  return packageManagerNames.find((name) => userAgent.startsWith(`${name}/`)) ?? 'npm';
}
