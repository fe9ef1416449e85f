/** What is asked of a line of the daemon's log. */
interface Said {
  readonly level: string;
  readonly logger: string;
  readonly message: string;
  readonly throwable?: { readonly summary: string } | undefined;
}

/** What is known of some line: whose it is, how it begins, and what was thrown, if that matters. */
interface Known {
  readonly logger: string;
  readonly pattern: RegExp;
  readonly thrown?: RegExp;
}

const multilang = 'software.amazon.kinesis.multilang';
const kinesis = 'software.amazon.kinesis';
const polling = `${kinesis}.retrieval.polling`;

/** Loggers of KCL 3.1.3 that kcl-ts reads for what they say, not for show. */
export const loggers = {
  daemon: `${multilang}.MultiLangDaemon`,
  childStderr: `${multilang}.DrainChildSTDERRTask`,
  childStdout: `${multilang}.DrainChildSTDOUTTask`,
  nextMessage: `${multilang}.GetNextMessageTask`,
  protocol: `${multilang}.MultiLangProtocol`,
  shardProcessor: `${multilang}.MultiLangShardRecordProcessor`,
  processTask: `${kinesis}.lifecycle.ProcessTask`,
  initializeTask: `${kinesis}.lifecycle.InitializeTask`,
  scheduler: `${kinesis}.coordinator.Scheduler`,
  blockOnParent: `${kinesis}.lifecycle.BlockOnParentShardTask`,
  leaseAssignment: `${kinesis}.coordinator.assignment.LeaseAssignmentManager`,
  startOfParts: `${kinesis}.coordinator.DynamicMigrationComponentsInitializer`,
  leaseTable: `${kinesis}.leases.dynamodb.DynamoDBLeaseRefresher`,
  coordinatorTable: `${kinesis}.coordinator.CoordinatorStateDAO`,
  workerMetricsTable: `${kinesis}.worker.metricstats.WorkerMetricStatsDAO`,
  shutdown: `${kinesis}.coordinator.GracefulShutdownCoordinator$GracefulShutdownCallable`,
} as const;

/**
 * Loggers with several INFO lines for each batch or each second (KCL 3.1.3). Unless someone debugs, java is told not
 * to write those at all: that costs less than dropping them here.
 */
export const chattyLoggers: readonly string[] = [
  `${multilang}.LineReaderTask`,
  `${multilang}.MessageWriter`,
  loggers.protocol,
  `${kinesis}.leases.dynamodb.DynamoDBLeaseRenewer`,
  `${kinesis}.leader.DynamoDBLockBasedLeaderDecider`,
  `${kinesis}.coordinator.DiagnosticEventLogger`,
];

/** What the daemon says at INFO that a person at a terminal wants to know; the rest of its INFO is routine. */
const worthKnowing: readonly Known[] = [
  { logger: loggers.nextMessage, pattern: /^Skipping unexpected line on STDOUT/ },
];

/** What the daemon takes for a fault in every run, or in every run outside EC2, though nobody can or need do anything about it (KCL 3.1.3). */
const harmless: readonly Known[] = [
  // said wherever there is no ECS or EC2 metadata to read the CPU from
  { logger: `${kinesis}.worker.WorkerMetricsSelector`, pattern: /^Did not find an operating range/ },
  // said wherever there is no ECS: it asks whether this is EC2, and most machines are not
  { logger: `${kinesis}.worker.platform.Ec2Resource`, pattern: /^Unable to retrieve / },
  // said at every stop, of an empty list
  { logger: `${kinesis}.metrics.CloudWatchPublisherRunnable`, pattern: /^Dropping metrics \[\]/ },
  // Said when java stops reading a shard, at a stop as when the lease is lost, in the middle of a call: it interrupts its own
  // thread, which nothing else does (PrefetchRecordsPublisher.shutdown). Any other exception there is a fault.
  {
    logger: `${polling}.PrefetchRecordsPublisher`,
    pattern: / : {2}Unexpected exception was thrown\./,
    thrown: /(?:^| ← )InterruptedException(?:$|:)/,
  },
  // said when the leader stops while it looks at the leases: that interrupts its own thread (LeaseAssignmentManager.stop)
  {
    logger: loggers.leaseAssignment,
    pattern: /^Failed to load : .* retrying$/,
    thrown: /(?:^| ← )(?:SdkInterruptedException|InterruptedException)(?:$|:)/,
  },
  { logger: `${polling}.PrefetchRecordsPublisher`, pattern: / : Prefetch thread was interrupted\.$/ },
  { logger: `${polling}.AsynchronousGetRecordsRetrievalStrategy`, pattern: /^Thread was interrupted$/ },
];

/**
 * What the daemon says, in Java's words, of a processor that failed or ended: what kcl-ts itself says of it at the end names
 * the cause. All of it leads to System.exit (MultiLangProtocol, MultiLangShardRecordProcessor, KCL 3.1.3).
 */
const consequences: readonly Known[] = [
  {
    logger: loggers.protocol,
    pattern: /^(?:Failed to get status message|Timedout to get status message|Failed to write )/,
  },
  { logger: loggers.shardProcessor, pattern: /^Encountered an? (?:error|exception) / },
  { logger: loggers.shardProcessor, pattern: /^Child process failed to complete shutdown notification/ },
  { logger: `${multilang}.MessageWriter`, pattern: /^Encountered I\/O error while writing/ },
];

/** Whether a line of the daemon is chatter that only `--log-level debug` shows. */
export function isRoutine(said: Said): boolean {
  if (said.level === 'info') return !isIn(worthKnowing, said);
  return (said.level === 'error' && isIn(consequences, said)) || isHarmless(said);
}

/** Whether the daemon takes something for a fault that is none; it is no cause of anything either. */
export function isHarmless(said: Said): boolean {
  return (said.level === 'warn' || said.level === 'error') && isIn(harmless, said);
}

function isIn(list: readonly Known[], { logger, message, throwable }: Said): boolean {
  return list.some(
    (known) =>
      known.logger === logger &&
      known.pattern.test(message) &&
      (known.thrown === undefined || known.thrown.test(throwable?.summary ?? '')),
  );
}

/** Whether the line tells what stopped the scheduler on its way around the shards; it goes around again a second later. */
export function isOfTheLoop({ logger, message }: Pick<Said, 'logger' | 'message'>): boolean {
  return logger === loggers.scheduler && message.startsWith('Worker.run caught exception');
}

/** Whether the line concerns the metrics that the KCL writes, and no shard. */
export function isOfMetrics({ logger }: Pick<Said, 'logger'>): boolean {
  return logger.includes('.metrics.');
}
