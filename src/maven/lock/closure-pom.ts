import type { ClosureRequest } from './closure-rules.js';
import type { Coordinates } from '../coordinates.js';

/**
 * A project for Maven's resolver: its dependencies' closure is the class path. Exclusions, versions and additions are
 * thereby applied by Maven itself, with its own rules for what stays reachable.
 */
export function closurePom(self: Coordinates, { roots, managed, excluded }: ClosureRequest): string {
  const exclusions = (artifacts: readonly string[]): string =>
    element(
      'exclusions',
      ...artifacts.map((artifact) => {
        const [group = '', name = ''] = artifact.split(':');
        return element('exclusion', element('groupId', group), element('artifactId', name));
      }),
    );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element(
      'project',
      element('modelVersion', '4.0.0'),
      ...identity(self),
      element('packaging', 'pom'),
      element(
        'dependencyManagement',
        element('dependencies', ...managed.map((one) => element('dependency', ...identity(one)))),
      ),
      element(
        'dependencies',
        ...roots.map((one) =>
          element('dependency', ...identity(one), exclusions(one.alone ? ['*:*'] : excluded)),
        ),
      ),
    ),
    '',
  ].join('\n');
}

function identity({ group, artifact, version, classifier }: Coordinates): string[] {
  return [
    element('groupId', group),
    element('artifactId', artifact),
    element('version', version),
    ...(classifier ? [element('classifier', classifier)] : []),
  ];
}

/** Coordinates hold nothing that XML would read as markup (coordinates.ts), so nothing is escaped. */
function element(name: string, ...content: readonly string[]): string {
  const separator = content.some((one) => one.startsWith('<')) ? '\n' : '';
  return [`<${name}>`, ...content, `</${name}>`].join(separator);
}
