import { backOffMs } from '../../back-off.js';
import { setTimeout as wait } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { KclTsError } from '../../errors.js';
import { describeFailure } from './http-connection.js';
import { addressIn, type Repository } from '../repository.js';
import { receiveBody, startOver } from './receive-body.js';
import { retryAfterMillis } from './retry-after.js';
import type { Setback, TransferOptions } from './attempt.js';

/**
 * Progress starts the count of tries again, but only if it is at least this part of the jar: a server that sends a
 * byte and hangs up is given up in the end.
 */
const PROGRESS = 1 / 20;

/** Fills the part file from one repository, going on where a lost connection ended. Undefined when it is right. */
export async function transfer(
  repository: Repository,
  options: TransferOptions,
): Promise<Setback | undefined> {
  const { jar, part, limits, signal, debug } = options;
  for (let fruitless = 0; ;) {
    const before = part.received;
    const setback = (await attemptTransfer(repository, options)) ?? (await checkContent(options));
    if (!setback?.retry) return setback;
    fruitless = part.received - before >= jar.size * PROGRESS ? 1 : fruitless + 1;
    if (fruitless >= limits.attempts) return { ...setback, reason: `${setback.reason} (${fruitless} tries)` };
    const pause = setback.waitMillis ?? backOffMs({ firstMs: limits.backOffMillis }, fruitless);
    if (pause > limits.longestWaitMillis) {
      return { ...setback, reason: `${setback.reason}, and asks to wait ${Math.ceil(pause / 1000)} s` };
    }
    debug(`${jar.coordinates} from ${repository.url}: ${setback.reason}; again in ${Math.round(pause)} ms`);
    await wait(pause, undefined, { signal });
  }
}

async function attemptTransfer(
  repository: Repository,
  options: TransferOptions,
): Promise<Setback | undefined> {
  const { jar, part, connection, limits, signal } = options;
  if (part.complete) return undefined;
  try {
    const response = await connection.get(
      addressIn(repository, jar.path),
      {
        'accept-encoding': 'identity',
        ...(repository.authorization ? { authorization: repository.authorization } : {}),
        ...(part.received > 0 ? { range: `bytes=${part.received}-` } : {}),
      },
      signal,
    );
    const setback = await accept(response, options);
    if (!setback) return await receiveBody(response.body, options);
    // A connection whose answer is read to its end can be used again; one that goes on and on is not worth it.
    const patience = AbortSignal.timeout(limits.stallMillis);
    await response.body.dump({ limit: 64 * 1024, signal: patience }).catch(() => response.body.destroy());
    return setback;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KclTsError) throw error;
    return describeFailure(error);
  }
}

/** Decides by status and headers whether the body is what was asked for, and makes room for it. */
async function accept(
  { statusCode, headers }: Dispatcher.ResponseData,
  { jar, part, advance }: TransferOptions,
): Promise<Setback | undefined> {
  if (statusCode === 206) {
    const range = one(headers['content-range']);
    if (range === `bytes ${part.received}-${jar.size - 1}/${jar.size}`) return undefined;
    await startOver({ part, advance });
    return {
      reason: `answered with the range ${range ?? 'of no name'} of a ${jar.size} byte jar`,
      retry: true,
    };
  }
  if (statusCode === 200) {
    const type = one(headers['content-type']) ?? '';
    if (/^text\/html\b/i.test(type)) {
      const reason = 'answered with an HTML page instead of a jar, as a login page or a proxy does';
      return { reason, retry: false, wrongContent: true };
    }
    const length = one(headers['content-length']);
    if (length !== undefined && Number(length) !== jar.size) {
      return { reason: `offers ${length} bytes, expected ${jar.size}`, retry: false, wrongContent: true };
    }
    // A 200 to a request for a range is the whole file again.
    await startOver({ part, advance });
    return undefined;
  }
  const reason = `answered ${statusCode}${meaning(statusCode)}`;
  if (statusCode === 416) {
    await startOver({ part, advance });
    return { reason, retry: true };
  }
  if (statusCode === 408 || statusCode === 425 || statusCode === 429 || statusCode >= 500) {
    const waitMillis = retryAfterMillis(one(headers['retry-after']));
    return { reason, retry: true, ...(waitMillis === undefined ? {} : { waitMillis }) };
  }
  return { reason, retry: false };
}

async function checkContent({ jar, part, advance }: TransferOptions): Promise<Setback | undefined> {
  const actual = part.digest();
  if (actual === jar.sha256) return undefined;
  // A wrong first piece, which may be another repository's, is no fault of this one.
  const retry = part.pieced;
  await startOver({ part, advance });
  const reason = `sent ${jar.size} bytes with sha256 ${actual}, expected ${jar.sha256}`;
  return { reason, retry, wrongContent: true };
}

function meaning(status: number): string {
  if (status === 401 || status === 403) return ': it needs other credentials';
  if (status === 404 || status === 410) return ': it has no such file';
  if (status === 429) return ': too many requests';
  if (status >= 300 && status < 400) return ': redirected too often, or to nowhere';
  return '';
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
