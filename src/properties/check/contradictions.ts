import { findProperty } from '../table/find.js';
import type { ChosenSetting } from './merge.js';
import type { Problem } from './problem.js';
import { isLocalUrl } from './local-url.js';

type Chosen = ReadonlyMap<string, ChosenSetting>;

/** Settings that are each right and cannot be right together. */
export function findContradictions(chosen: Chosen, warnings: string[]): Problem[] {
  return [
    ...retrievalClashes(chosen),
    ...streamClashes(chosen),
    ...regionClashes(chosen, warnings),
    ...endpointClashes(chosen),
  ];
}

/** Keys of polling with fan-out and the reverse: the daemon would drop those of the other mode. */
function retrievalClashes(chosen: Chosen): Problem[] {
  const mode = chosen.get('retrievalMode');
  if (!mode) return [];
  const [wanted, other] =
    mode.value === 'FANOUT' ? ([fanout, polling] as const) : ([polling, fanout] as const);
  const keysOf = (kind: 'polling' | 'fanout'): ChosenSetting[] =>
    [...chosen].filter(([name]) => findProperty(name)?.spec[kind]).map(([, setting]) => setting);
  const reason = mode.origin.source === 'default' ? (keysOf(wanted.kind)[0] ?? mode) : mode;
  // a default of kcl-ts for the other mode is nothing that the user wants: the daemon drops it
  const wrong = keysOf(other.kind).filter(({ origin }) => origin.source !== 'default');
  return wrong.map(({ subject }) => ({
    message: `${subject} is for ${other.word}, but ${reason.subject} asks for ${wanted.word}`,
    hint: `leave it out, or read with --retrieval-mode ${other.kind}`,
  }));
}

const polling = { kind: 'polling', word: 'polling' } as const;
const fanout = { kind: 'fanout', word: 'fan-out' } as const;

function streamClashes(chosen: Chosen): Problem[] {
  const [arn, name] = [chosen.get('streamArn'), chosen.get('streamName')];
  if (!arn || !name || name.value === arn.value.split('stream/')[1]) return [];
  return [
    {
      message: `${name.subject} and ${arn.subject} name different streams`,
      hint: 'a worker reads one stream: run one kcl-ts for each, with an --app of its own',
    },
  ];
}

/** A file may say so, as that of amazon_kclpy's sample does, and worked: the daemon never looks at the ARN's region. */
function regionClashes(chosen: Chosen, warnings: string[]): Problem[] {
  const arn = chosen.get('streamArn');
  const region = chosen.get('kinesisClient.region') ?? chosen.get('regionName');
  if (!arn || !region || region.value === arn.value.split(':')[3]) return [];
  const message = `${region.subject} is not the region of ${arn.subject}`;
  const why = 'the daemon takes only the name from an ARN, and looks for the stream in the other region';
  if (region.origin.source !== 'file' || arn.origin.source !== 'file') return [{ message, hint: why }];
  warnings.push(`${message}: ${why}`);
  return [];
}

/** One service here and another in AWS: a stand-in's records checkpointed in a real table, or the reverse. */
function endpointClashes(chosen: Chosen): Problem[] {
  const [kinesis, dynamodb] = [chosen.get('kinesisEndpoint'), chosen.get('dynamoDBEndpoint')];
  const isLocal = (setting: ChosenSetting | undefined) => setting !== undefined && isLocalUrl(setting.value);
  if (isLocal(kinesis) === isLocal(dynamodb)) return [];
  const [here, there] = isLocal(kinesis) ? [kinesis, dynamodb] : [dynamodb, kinesis];
  const missing = isLocal(kinesis) ? 'DynamoDB' : 'Kinesis';
  return [
    {
      message: `${here?.subject ?? ''} is on this machine, but ${missing} is ${there ? `not (${there.subject})` : 'in AWS'}`,
      hint: 'give both endpoints, or --endpoint-url for all',
    },
  ];
}
