import type { ReadValue } from './reading.js';

/** A region by its shape; the daemon takes any text and fails at its first call. */
export const readRegion: ReadValue = (text) => {
  if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(text)) return { value: text };
  const shape = 'must be a region such as eu-west-1';
  return { problem: text === text.trim() ? shape : `${shape}, without blanks around it` };
};

/** An http or https URL of a host. */
export const readUrl: ReadValue = (text) => {
  if (text.trim() === text && URL.canParse(text)) {
    const { protocol, hostname, username, password } = new URL(text);
    if (username || password) return { problem: 'must not hold a user name or password: the daemon logs it' };
    if (['http:', 'https:'].includes(protocol) && hostname !== '') return { value: text };
  }
  return { problem: 'must be a URL such as http://localhost:4566' };
};

const arn = /^arn:[a-z0-9-]+:([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):.+$/;

/** An ARN of Kinesis: of a stream, or of a stream consumer. */
export const readArn: ReadValue = (text, spec) => {
  const consumer = spec.name === 'fanoutConfig.consumerArn';
  const shape = consumer ? consumerArn : streamArn;
  if (shape.test(text)) return { value: text };
  const expected = consumer
    ? 'arn:aws:kinesis:REGION:ACCOUNT:stream/NAME/consumer/CONSUMER:TIMESTAMP'
    : 'arn:aws:kinesis:REGION:ACCOUNT:stream/NAME';
  const service = arn.exec(text)?.[1];
  const other = service !== undefined && service !== 'kinesis' ? `, not one of ${service}` : '';
  return { problem: `must be an ARN like ${expected}${other}` };
};

const streamArn = /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]+$/;
const consumerArn =
  /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:\d+$/;
