import type { OutgoingMessage } from '../child/messages.js';

const fieldsOf = {
  status: ['action', 'responseFor'],
  checkpoint: ['action', 'sequenceNumber', 'subSequenceNumber', 'error'],
} as const;

/**
 * Reads a line of a child's as strictly as the daemon: an object with a field that it does not know is no message
 * (Jackson's FAIL_ON_UNKNOWN_PROPERTIES), and undefined here.
 */
export function parseOutgoing(line: string): OutgoingMessage | undefined {
  const value = parse(line);
  if (typeof value !== 'object' || value === null || !('action' in value)) return undefined;
  const { action, ...fields }: Record<string, unknown> = { ...value };
  if (action === 'status') {
    return hasOnly(value, fieldsOf.status) && typeof fields['responseFor'] === 'string'
      ? { action, responseFor: fields['responseFor'] }
      : undefined;
  }
  if (action !== 'checkpoint' || !hasOnly(value, fieldsOf.checkpoint)) return undefined;
  const { sequenceNumber, subSequenceNumber } = fields;
  return {
    action,
    // Jackson takes a number for a string, and digits for a number
    ...(isScalar(sequenceNumber) ? { sequenceNumber: String(sequenceNumber) } : {}),
    ...(isScalar(subSequenceNumber) ? { subSequenceNumber: Number(subSequenceNumber) } : {}),
  };
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function hasOnly(value: object, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}
