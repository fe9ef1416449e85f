import { packageVersion } from '../version.js';
import { findPackageManager } from './package-manager.js';
import { packageName } from './package-name.js';
import { startWords, type Project } from './project.js';
import { findTemplate } from './templates.js';

/** What stands in the templates for each `{{name}}`. */
export function projectValues(project: Project): Record<string, string> {
  const manager = findPackageManager(project.packageManager);
  const { flags, isService } = findTemplate(project.template);
  const name = packageName(project.folder);
  const words = startWords(project);
  const manifests = ['package.json', manager.lockFile, ...Object.keys(manager.settings)];
  const needsCorepack = manager.pinned !== undefined;
  return {
    name,
    kubernetesName: kubernetesName(name),
    ecsName: name.replaceAll('.', '-'),
    stream: project.stream,
    application: project.application,
    region: project.region,
    kclTsVersion: `^${packageVersion}`,
    flags: flags.map((flag) => ` ${flag}`).join(''),
    start: ['kcl-ts', ...words].join(' '),
    startWords: words.join(' '),
    startArray: words.map((word) => JSON.stringify(word)).join(', '),
    restart: isService ? 'unless-stopped' : "'no'",
    manager: manager.name,
    lockFile: manager.lockFile,
    install: manager.install,
    cleanInstall: manager.cleanInstall,
    run: manager.run,
    args: manager.args,
    exec: manager.exec,
    prune: manager.prune,
    manifests: manifests.join(' '),
    imageFiles: manifests.map((file) => `!${file}`).join('\n'),
    imageInstall: needsCorepack ? `corepack enable && ${manager.cleanInstall}` : manager.cleanInstall,
    corepackStep: needsCorepack ? '      - run: corepack enable\n' : '',
  };
}

/** Kubernetes takes a label of the DNS, a CronJob no longer one than this; YAML must not take it for anything but text. */
function kubernetesName(name: string): string {
  const label = name.replace(/[^a-z0-9-]+/g, '-');
  const isText = /^[a-z]/.test(label) && !['true', 'false', 'null', 'yes', 'off'].includes(label);
  return (isText ? label : `consumer-${label}`).slice(0, 52).replace(/-+$/, '');
}
