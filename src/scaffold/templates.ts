/** A kind of consumer to start from. */
export interface Template {
  readonly name: TemplateName;
  /** One line, for the help and for who chooses. */
  readonly summary: string;
  /** The folders of templates/ that it is made of; a file of a later one takes the place of an earlier one's. */
  readonly layers: readonly string[];
  /** What its `run` has besides stream, application and region. */
  readonly flags: readonly string[];
  /** Whether it runs until it is stopped. */
  readonly isService: boolean;
}

export const templateNames = ['basic', 'periodic-checkpoint', 'concurrent', 'fan-out', 'batch'] as const;

export type TemplateName = (typeof templateNames)[number];

const templates: Readonly<Record<TemplateName, Omit<Template, 'name'>>> = {
  basic: {
    summary: 'handles records one after the other, and checkpoints each batch',
    layers: ['common', 'basic'],
    flags: [],
    isService: true,
  },
  'periodic-checkpoint': {
    summary: 'checkpoints once a minute, which saves writes to DynamoDB',
    layers: ['common', 'periodic-checkpoint'],
    flags: [],
    isService: true,
  },
  concurrent: {
    summary: 'handles several records at once, and never checkpoints past an unfinished one',
    layers: ['common', 'concurrent'],
    flags: [],
    isService: true,
  },
  'fan-out': {
    summary: 'reads by enhanced fan-out, which AWS bills',
    layers: ['common', 'basic', 'fan-out'],
    flags: ['--retrieval-mode', 'fanout'],
    isService: true,
  },
  batch: {
    summary: 'reads what is in the stream, reports, and ends',
    layers: ['common', 'batch'],
    flags: ['--until-caught-up'],
    isService: false,
  },
};

export function findTemplate(name: TemplateName): Template {
  return { name, ...templates[name] };
}
