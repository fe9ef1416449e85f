import { DockerfileParser } from 'dockerfile-ast';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { packageManagerNames } from '../../src/scaffold/package-manager.js';
import { projectProperties } from '../../src/scaffold/project.js';
import { templateNames } from '../../src/scaffold/templates.js';
import { runCli } from '../support/run-cli.js';
import { fileReader, sampleProject } from './support/projects.js';

interface Task {
  readonly containerDefinitions: readonly {
    readonly stopTimeout: number;
    readonly readonlyRootFilesystem: boolean;
    readonly mountPoints: readonly { readonly containerPath: string }[];
    readonly healthCheck: { readonly command: readonly string[] };
  }[];
}

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: { readonly runAsUser: number };
  readonly containers: readonly {
    readonly ports: readonly { readonly containerPort: number }[];
    readonly livenessProbe: { readonly httpGet: { readonly path: string } };
    readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
    readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
    readonly volumeMounts: readonly { readonly mountPath: string }[];
  }[];
}

interface Workload {
  readonly metadata: { readonly name: unknown };
  readonly spec: {
    readonly template?: { readonly spec: Pod };
    readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pod } } };
  };
}

const workloadIn = (yaml: string): Workload => parseAllDocuments(yaml)[1]!.toJS() as Workload;
const podIn = (yaml: string): Pod => {
  const { spec } = workloadIn(yaml);
  return (spec.template ?? spec.jobTemplate?.spec.template)!.spec;
};

const instruction = (dockerfile: string, name: string): string | null | undefined =>
  DockerfileParser.parse(dockerfile)
    .getInstructions()
    .findLast((each) => each.getInstruction() === name)
    ?.getRawArgumentsContent();

/** What kcl-ts takes beyond the processors' time: until java is killed, to hand its leases on, and to be read. */
const BEYOND_GRACE_MS = 15_000;

describe.each(templateNames)('the project of the template %s', (template) => {
  it('gives the worker longer to stop than its processors have, on each platform', async () => {
    const read = await fileReader({ template });
    const needed =
      (projectProperties({ ...sampleProject, template }).shutdownGraceMillis + BEYOND_GRACE_MS) / 1000;
    const compose = parse(read('compose.yaml')) as { services: { consumer: { stop_grace_period: string } } };
    const task = JSON.parse(read('deploy/ecs-task-definition.json')) as Task;
    const given = {
      compose: Number(/^(\d+)s$/.exec(compose.services.consumer.stop_grace_period)?.[1]),
      kubernetes: podIn(read('deploy/kubernetes.yaml')).terminationGracePeriodSeconds,
      ecs: task.containerDefinitions[0]!.stopTimeout,
      systemd: Number(/^TimeoutStopSec=(\d+)$/m.exec(read('deploy/consumer.service'))?.[1]),
    };
    expect(Object.entries(given).filter(([, seconds]) => !(seconds >= needed))).toEqual([]);
    // the most that Fargate allows
    expect(given.ecs).toBeLessThanOrEqual(120);
  });

  it('runs the same command in the image, under systemd and by npm start', async () => {
    const read = await fileReader({ template });
    const [program, ...words] = JSON.parse(instruction(read('Dockerfile'), 'CMD') ?? '') as string[];
    expect([program, words[0]]).toEqual(['node', 'node_modules/kcl-ts/bin/kcl-ts.js']);
    const command = words.slice(1).join(' ');
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['start']).toBe(`kcl-ts ${command}`);
    expect(read('deploy/consumer.service')).toContain(`node ${words[0]} ${command}\n`);
  });

  it('asks for /live and /ready at the port that the image names, as the user that the image has', async () => {
    const read = await fileReader({ template });
    const dockerfile = read('Dockerfile');
    const pod = podIn(read('deploy/kubernetes.yaml'));
    const [container] = pod.containers;
    const port = Number(instruction(dockerfile, 'EXPOSE'));
    expect(dockerfile).toContain(`KCL_TS_HEALTH_PORT=${port}`);
    expect(container!.ports).toEqual([{ name: 'health', containerPort: port }]);
    expect(container!.livenessProbe.httpGet.path).toBe('/live');
    // a run that ends by itself serves nobody who would have to wait for it
    expect(container!.readinessProbe?.httpGet.path).toBe(template === 'batch' ? undefined : '/ready');
    const user = pod.securityContext.runAsUser;
    expect(instruction(dockerfile, 'USER')).toBe(`${user}:${user}`);
    const task = JSON.parse(read('deploy/ecs-task-definition.json')) as Task;
    const [, health = ''] = (instruction(dockerfile, 'HEALTHCHECK') ?? '').split('CMD ');
    expect(task.containerDefinitions[0]!.healthCheck.command).toEqual([
      'CMD',
      ...(JSON.parse(health) as string[]),
    ]);
  });

  it('has a root that is read-only but for /tmp, on each platform', async () => {
    const read = await fileReader({ template });
    expect(instruction(read('Dockerfile'), 'VOLUME')).toBe('/tmp');
    const [container] = podIn(read('deploy/kubernetes.yaml')).containers;
    const [task] = (JSON.parse(read('deploy/ecs-task-definition.json')) as Task).containerDefinitions;
    const compose = parse(read('compose.yaml')) as {
      services: { consumer: { read_only: boolean; tmpfs: string[] } };
    };
    expect([
      [
        container!.securityContext.readOnlyRootFilesystem,
        container!.volumeMounts.map((mount) => mount.mountPath),
      ],
      [task!.readonlyRootFilesystem, task!.mountPoints.map((mount) => mount.containerPath)],
      [compose.services.consumer.read_only, compose.services.consumer.tmpfs],
    ]).toEqual(Array(3).fill([true, ['/tmp']]));
  });

  it('has the policy that iam-policy prints for its flags', async () => {
    const read = await fileReader({ template });
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const flags = scripts['start']!.split(' ').slice(3);
    const { stdout } = await runCli(['iam-policy', ...flags.filter((flag) => flag !== '--until-caught-up')]);
    expect(JSON.parse(read('deploy/iam-policy.json'))).toEqual(JSON.parse(stdout));
  });
});

describe('a project', () => {
  it.each(packageManagerNames)(
    'puts into the image what its Dockerfile copies, with %s',
    async (packageManager) => {
      const read = await fileReader({ packageManager });
      const allowed = read('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'));
      const copied = DockerfileParser.parse(read('Dockerfile'))
        .getCOPYs()
        .filter((copy) => copy.getFlags().length === 0)
        .flatMap((copy) =>
          copy
            .getArguments()
            .slice(0, -1)
            .map((argument) => `!${argument.getValue()}`),
        );
      expect(new Set(copied)).toEqual(new Set(allowed));
    },
  );

  it.each([
    ['123', 'consumer-123'],
    ['true', 'consumer-true'],
    ['my.consumer_1', 'my-consumer-1'],
    ['a'.repeat(80), 'a'.repeat(52)],
  ])('in a folder called %s has the name %s in Kubernetes', async (folder, name) => {
    const read = await fileReader({ folder: `/somewhere/${folder}` });
    expect(workloadIn(read('deploy/kubernetes.yaml')).metadata.name).toBe(name);
  });
});
