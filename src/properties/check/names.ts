import type { ChosenSetting } from './merge.js';
import { quote } from '../read/setting.js';
import type { Problem } from './problem.js';

type Chosen = ReadonlyMap<string, ChosenSetting>;

/** What is wrong with the names of stream, application, tables and consumer, missing ones included if required. */
export function checkNames(chosen: Chosen, required: boolean): Problem[] {
  return [...(required ? missingNames(chosen) : []), ...wrongNames(chosen)];
}

function missingNames(chosen: Chosen): Problem[] {
  const problems: Problem[] = [];
  if (!chosen.has('streamName') && !chosen.has('streamArn')) {
    problems.push({ message: 'no stream is named', hint: 'give --stream NAME' });
  }
  if (!chosen.has('applicationName')) {
    problems.push({
      message: 'no application is named',
      hint: 'give --app NAME: its workers share the stream, and its lease table gets this name',
    });
  }
  return problems;
}

function wrongNames(chosen: Chosen): Problem[] {
  const rules: Readonly<Record<string, NameRule>> = {
    streamName: streamNameRule,
    applicationName: applicationNameRule(chosen),
    tableName: tableNameRule,
    coordinatorStateTableName: tableNameRule,
    workerMetricsTableName: tableNameRule,
    'fanoutConfig.consumerName': consumerNameRule,
  };
  return Object.entries(rules).flatMap(([name, rule]) => {
    const setting = chosen.get(name);
    const problem = setting && nameProblem(setting.value, rule);
    return problem ? [{ message: `${setting.subject}: ${problem}` }] : [];
  });
}

/** The application names tables and a consumer, unless those have names of their own. */
function applicationNameRule(chosen: Chosen): NameRule {
  const suffixes = [
    ...(chosen.has('tableName') ? [] : ['']),
    ...(chosen.has('coordinatorStateTableName') ? [] : ['-CoordinatorState']),
    ...(chosen.has('workerMetricsTableName') ? [] : ['-WorkerMetricStats']),
  ];
  const longest = Math.max(0, ...suffixes.map(({ length }) => length));
  const namesConsumer =
    chosen.get('retrievalMode')?.value === 'FANOUT' &&
    !chosen.has('fanoutConfig.consumerName') &&
    !chosen.has('fanoutConfig.consumerArn');
  return {
    of: 'an application name',
    min: chosen.has('tableName') ? 1 : tableNameRule.min,
    max: Math.min(tableNameRule.max - longest, namesConsumer ? consumerNameRule.max : Infinity),
  };
}

export interface NameRule {
  readonly of: string;
  readonly min: number;
  readonly max: number;
}

/** CreateStream of the Kinesis API. */
export const streamNameRule: NameRule = { of: 'a stream name', min: 1, max: 128 };
/** CreateTable of the DynamoDB API. */
export const tableNameRule: NameRule = { of: 'a table name', min: 3, max: 255 };
/** RegisterStreamConsumer of the Kinesis API. */
const consumerNameRule: NameRule = { of: 'the name of a stream consumer', min: 1, max: 128 };

/** What is wrong with a name, or undefined. All these names have the same alphabet. */
export function nameProblem(name: string, { of, min, max }: NameRule): string | undefined {
  const wrong = /[^a-zA-Z0-9_.-]/u.exec(name)?.[0];
  if (wrong !== undefined) {
    const which = /\s/.test(wrong) ? 'a blank' : quote(wrong);
    return `has ${which}, but ${of} may only hold a-z, A-Z, 0-9, '_', '-' and '.'`;
  }
  if (name.length < min) return `is too short for ${of}, which has at least ${min} characters`;
  if (name.length > max) return `has ${name.length} characters, but ${of} has at most ${max}`;
  return undefined;
}
