import { KclTsError } from '../../errors.js';
import { describeFailure } from '../../child/describe-failure.js';
import type { Cause } from '../../kcl/causes/cause.js';
import type { StatusMissingEvent } from '../daemon-events.js';
import { counted } from '../../ui/counted.js';
import type { HostEndedEvent, ProcessorFailedEvent } from '../processor-events.js';

/** The error of a worker whose processor threw: the last checkpoint it tried may have failed for a reason that has a name. */
export function processorThrew(
  failure: Omit<ProcessorFailedEvent, 'type'>,
  trouble: Cause | undefined,
): KclTsError {
  const { shardId, shardIds = [], during, name } = failure;
  const whose = shardId ?? (shardIds.length === 0 ? 'a shard' : `one of these shards: ${listed(shardIds)}`);
  const { error, details } = describeFailure(failure);
  // The daemon answers a checkpoint with the name of an exception, and keeps the reason to its log.
  const reason = name === 'CheckpointError' ? trouble : undefined;
  return new KclTsError(
    'PROCESSOR_FAILED',
    `the processor failed in ${during} of ${whose}: ${error}${reason ? ` (${reason.message})` : ''}`,
    {
      ...detail(details),
      hint:
        reason?.hint ??
        'its records were not acknowledged and will be delivered again; --on-error retry:N or skip are other choices',
    },
  );
}

export function processorTimedOut({ action, shardId }: StatusMissingEvent): KclTsError {
  return new KclTsError('PROCESSOR_FAILED', `the processor of ${shardId} did not answer ${action} in time`, {
    hint: 'raise the time with --processor-timeout, or find what it waits for',
  });
}

export function processorExited(
  { action, shardId }: StatusMissingEvent,
  code: string | undefined,
  lastWords: readonly string[],
): KclTsError {
  const how = code === undefined ? '' : ` with code ${code}`;
  return new KclTsError(
    'PROCESSOR_FAILED',
    `the processor of ${shardId} ended by itself${how} instead of answering ${action}`,
    {
      ...detail(lastWords.join('\n')),
      hint: 'a processor must run until its stdin ends; look at its last lines',
    },
  );
}

/** The process of several shards is gone: by a signal, by itself, or for want of memory. */
export function hostExited({ shardIds, how }: HostEndedEvent, lastWords: readonly string[]): KclTsError {
  const whose = shardIds.length === 0 ? '' : ` of ${counted(shardIds.length, 'shard')} (${listed(shardIds)})`;
  return new KclTsError('PROCESSOR_FAILED', `the process${whose} ${how}`, {
    ...detail(lastWords.join('\n')),
    hint: 'its shards share what happens to it: look at its last lines, or give each shard a process with --processes per-shard',
  });
}

const MOST_LISTED = 8;

function listed(shardIds: readonly string[]): string {
  const more = shardIds.length - MOST_LISTED;
  const shown = shardIds.slice(0, MOST_LISTED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Details of an error, if there are any. */
export function detail(text: string | undefined): { details?: string } {
  return text ? { details: text } : {};
}
