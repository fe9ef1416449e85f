import { findProperty } from '../table/find.js';
import type { ChosenSetting } from './merge.js';
import { ownSetting } from '../read/setting.js';
import { workerId, type WorkerIdParts } from './worker-id.js';
import type { Problem } from './problem.js';

type Chosen = Map<string, ChosenSetting>;

interface Findings {
  readonly chosen: Chosen;
  readonly problems: Problem[];
  readonly warnings: string[];
}

/** How long processors may take to stop, unless set; the daemon's own default of 0 never tells them. */
const shutdownGraceMillis = 20_000;

/** Writes what kcl-ts never leaves to the daemon: its own defaults differ, cost money or are not known beforehand. */
export function addDefaults(findings: Findings, machine: WorkerIdParts): void {
  addRetrievalMode(findings);
  addStartPosition(findings);
  addWorkerIdentifier(findings, machine);
  const { chosen } = findings;
  setDefault(chosen, 'shutdownGraceMillis', String(shutdownGraceMillis));
  if (![...chosen.keys()].some((name) => name.startsWith('kinesisCredentialsProvider.'))) {
    setDefault(chosen, 'awsCredentialsProvider', 'DefaultCredentialsProvider');
  }
}

/** Resolves DEFAULT as RetrievalMode does; with no mode at all it is polling, unless keys of fan-out are set. */
function addRetrievalMode({ chosen, warnings }: Findings): void {
  const given = chosen.get('retrievalMode');
  if (given && given.value !== 'DEFAULT') return;
  const names = [...chosen.keys()];
  const fanoutKey = names.find((name) => findProperty(name)?.spec.fanout);
  const pollingKey = names.find((name) => findProperty(name)?.spec.polling);
  if (given) {
    const mode = pollingKey === undefined ? 'FANOUT' : 'POLLING';
    chosen.set('retrievalMode', { ...given, value: mode });
    warnings.push(`${given.subject} means ${mode} here${mode === 'FANOUT' ? ', which is billed' : ''}`);
    return;
  }
  if (fanoutKey !== undefined && pollingKey === undefined) {
    setDefault(chosen, 'retrievalMode', 'FANOUT', `${fanoutKey} is set`);
    return;
  }
  setDefault(chosen, 'retrievalMode', 'POLLING');
  if (pollingKey === undefined && isFromFile(chosen)) {
    warnings.push(
      'the properties file has no retrievalMode: kcl-ts uses polling, the daemon alone would use fan-out, which costs extra; choose with --retrieval-mode',
    );
  }
}

function addStartPosition({ chosen, warnings }: Findings): void {
  if (chosen.has('initialPositionInStream') || chosen.has('initialPositionInStreamExtended')) return;
  setDefault(chosen, 'initialPositionInStream', 'TRIM_HORIZON');
  if (isFromFile(chosen)) {
    warnings.push(
      'the properties file has no start position: kcl-ts starts new shards at TRIM_HORIZON, the daemon alone would start at LATEST; choose with --from',
    );
  }
}

function addWorkerIdentifier({ chosen, problems }: Findings, machine: WorkerIdParts): void {
  setDefault(chosen, 'workerIdentifier', '{hostname}:{uuid}', 'a new one for each start');
  const template = chosen.get('workerIdentifier');
  if (!template) return;
  const filled = workerId(template.value, machine);
  if ('id' in filled) {
    chosen.set('workerIdentifier', { ...template, value: filled.id });
    return;
  }
  problems.push({
    message: `${template.subject}: has ${filled.unknown}, where only {hostname}, {pid} and {uuid} are known`,
  });
}

function isFromFile(chosen: Chosen): boolean {
  return ['streamName', 'streamArn', 'applicationName'].some(
    (name) => chosen.get(name)?.origin.source === 'file',
  );
}

function setDefault(chosen: Chosen, name: string, value: string, because?: string): void {
  if (chosen.has(name)) return;
  const { origin, subject } = ownSetting(name, value, { source: 'default', ...(because ? { because } : {}) });
  chosen.set(name, { value, origin, subject });
}
