import type { OutgoingMessage } from './messages.js';

/**
 * One line, its end included. Field by field: the daemon does not recognise a message with a field more than it
 * knows (Jackson's FAIL_ON_UNKNOWN_PROPERTIES) and would wait for good.
 */
export function encodeMessage(message: OutgoingMessage): string {
  if (message.action === 'status') {
    return `{"action":"status","responseFor":${JSON.stringify(message.responseFor)}}\n`;
  }
  const { action, sequenceNumber, subSequenceNumber } = message;
  return `${JSON.stringify({ action, sequenceNumber, subSequenceNumber })}\n`;
}
