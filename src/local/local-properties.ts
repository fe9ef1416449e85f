/**
 * The KCL settings for a stream on this machine, weaker than what the user asks for: intervals that spare AWS cost only
 * waiting time here.
 */
export const localProperties = {
  failoverTimeMillis: '1000',
  shardSyncIntervalMillis: '1000',
  parentShardPollIntervalMillis: '500',
  idleTimeBetweenReadsInMillis: '250',
  // As it is without a word; the jar that makes the KCL quicker here would shorten it, too (src/kcl/quick-dispatch.ts).
  schedulerInitializationBackoffTimeMillis: '1000',
  metricsLevel: 'NONE',
} as const satisfies Readonly<Record<string, string>>;
