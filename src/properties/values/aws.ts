import type { ValueType } from './reading.js';

/** A region by its shape; the daemon takes any text and fails at its first call. */
export const awsRegion: ValueType = {
  name: 'aws-region',
  read: (text, _spec, friendly) => {
    const region = friendly ? text.trim() : text;
    if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return { value: region };
    const shape = 'must be a region such as eu-west-1';
    return { problem: text === text.trim() ? shape : `${shape}, without blanks around it` };
  },
};

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
// java.net.URI finds no host in a name whose last label starts with a digit, or that has any other character.
const host = `(?:${label}\\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]`;
const anyUrl = new RegExp(`^https?://(?:${host})(?::\\d{1,5})?(?:/[\\w.~%!$&'()*+,;=:@/-]*)?$`, 'i');

/** An http or https URL of a host. */
export const url: ValueType = {
  name: 'uri',
  read: (text, _spec, friendly) => {
    const wanted = friendly ? text.trim() : text;
    if (anyUrl.test(wanted) && URL.canParse(wanted)) return { value: wanted };
    if (/^https?:\/\/[^/]*@/i.test(wanted)) {
      return { problem: 'must not hold a user name or password: the daemon logs it' };
    }
    if (/^https?:\/\/[^/:]*_/i.test(wanted)) {
      return { problem: 'has a host name with an underscore, which java cannot read' };
    }
    return { problem: 'must be a URL such as http://localhost:4566' };
  },
};

const anyArn = /^arn:[a-z0-9-]+:([a-z0-9-]+):/;
const streamArn = /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]+$/;
const consumerArn =
  /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:\d+$/;

/** An ARN of Kinesis: of a stream, or of a stream consumer. */
export const arn: ValueType = {
  name: 'arn',
  read: (text, spec, friendly) => {
    const isConsumer = spec.fanout === true;
    const wanted = friendly ? text.trim() : text;
    if ((isConsumer ? consumerArn : streamArn).test(wanted)) return { value: wanted };
    const expected = `arn:aws:kinesis:REGION:ACCOUNT:stream/NAME${isConsumer ? '/consumer/NAME:TIMESTAMP' : ''}`;
    const service = anyArn.exec(wanted)?.[1];
    const other = service !== undefined && service !== 'kinesis' ? `, not one of ${service}` : '';
    return { problem: `must be an ARN like ${expected}${other}` };
  },
};
