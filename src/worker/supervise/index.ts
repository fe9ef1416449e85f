import { startDaemon, type DaemonProcess } from '../../daemon/start-daemon.js';
import type { LaunchPlan } from '../../daemon/launch-plan.js';
import { createStopPlan } from '../../daemon/stop-plan.js';
import type { Ending } from '../../processes.js';
import { gatherEvidence } from '../observers/evidence.js';
import type { WorkerOutcome } from '../settings.js';
import { openSource } from '../source/index.js';
import { holdBack } from './back-pressure.js';
import { endEarly } from './end-early.js';
import { judge, type StopEnd } from './judge.js';
import { obey } from './obey.js';
import type { Supervision } from './supervision.js';
import { untilProcessorsEnd } from './until-processors-end.js';

/**
 * Runs java to its end: tells what it says, stops it when asked, and says how it ended.
 *
 * @throws KclTsError naming the cause, when it did not end because it was asked to
 */
export async function superviseDaemon(plan: LaunchPlan, supervision: Supervision): Promise<WorkerOutcome> {
  const { settings, context, events, shards, troubles, reports, hosts } = supervision;
  const evidence = gatherEvidence(events);
  const source = openSource(reports, events);
  hosts?.open();
  const daemon = startDaemon(plan);
  const processorsLive = (): boolean => daemon.groupLives() || (hosts?.serving ?? false);
  const end: StopEnd = { overrun: false, everyProcessorStopped: false };
  const stop = createStopPlan({
    daemon,
    graceMillis: Number(settings.properties.get('shutdownGraceMillis') ?? 0),
    hasShards: () => shards.started,
    onOverrun: () => (end.overrun = true),
  });
  const undo = [
    settings.atExit(() => daemon.killGroup()),
    settings.onThreadDump(() => daemon.signal('SIGQUIT')),
    lookAfterJvm(daemon, supervision),
    endEarly({ events, shards, evidence, stop, end }),
  ];
  events.emit({ type: 'started', pid: daemon.pid });
  undo.push(obey(stop, supervision));
  let outcome: Ending | undefined;
  try {
    const read = source.read(daemon);
    const letGo = holdBack([daemon.stdout, daemon.stderr], context.stderr, context.signal);
    await read.finally(letGo);
    outcome = await daemon.outcome;
    await untilProcessorsEnd({ processorsLive, events, shards, hurry: settings.hardStop });
    return judge({ outcome, evidence, shards, stop, end, settings, troubles });
  } finally {
    stop.ended();
    // Processors end at their stdin's end, and here at the latest.
    daemon.killGroup();
    await hosts?.close();
    source.close();
    for (const forget of undo) forget();
    evidence.end();
    events.emit({ type: 'ended', outcome });
    context.reporter.debug('java has ended');
  }
}

/** From the first shard on there is something to lose when this process is killed. */
function lookAfterJvm(daemon: DaemonProcess, { events, watchdog }: Supervision): () => void {
  if (daemon.pid !== undefined) watchdog.lookAfterJava(daemon.pid);
  return events.subscribe('the watchdog', {
    shardAssigned() {
      const jvm = daemon.jvm();
      if (jvm !== undefined && jvm !== daemon.pid) watchdog.lookAfterJvm(jvm);
    },
  });
}
