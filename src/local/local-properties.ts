/**
 * The KCL settings for a stream on this machine, weaker than what the user asks for: intervals that spare AWS cost only
 * waiting time here.
 */
export const localProperties = {
  failoverTimeMillis: '1000',
  shardSyncIntervalMillis: '1000',
  parentShardPollIntervalMillis: '500',
  idleTimeBetweenReadsInMillis: '250',
  metricsLevel: 'NONE',
} as const satisfies Readonly<Record<string, string>>;
