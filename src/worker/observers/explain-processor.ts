import { KclTsError } from '../../errors.js';
import { describeFailure } from '../../child/describe-failure.js';
import type { Cause } from '../../kcl/causes/cause.js';
import type { StatusMissingEvent } from '../daemon-events.js';
import type { ProcessorFailedEvent } from '../processor-events.js';

/** The error of a worker whose processor threw: the last checkpoint it tried may have failed for a reason that has a name. */
export function processorThrew(
  failure: Omit<ProcessorFailedEvent, 'type'>,
  trouble: Cause | undefined,
): KclTsError {
  const { shardId, during, name } = failure;
  const { error, details } = describeFailure(failure);
  // The daemon answers a checkpoint with the name of an exception, and keeps the reason to its log.
  const reason = name === 'CheckpointError' ? trouble : undefined;
  return new KclTsError(
    'PROCESSOR_FAILED',
    `the processor failed in ${during} of ${shardId ?? 'a shard'}: ${error}${reason ? ` (${reason.message})` : ''}`,
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

/** Details of an error, if there are any. */
export function detail(text: string | undefined): { details?: string } {
  return text ? { details: text } : {};
}
