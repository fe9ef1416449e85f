import { decodeChildEvent, type ChildEvent } from '../../child/event.js';
import { readMarkedLine } from '../../child/reports/marked-line.js';
import type { ReportListener } from './report-listener.js';

/** Where there is no FIFO: picks the reports out of what the processors print. */
export function listenToStderr(secret: string, onReport: (event: ChildEvent) => void): ReportListener {
  return {
    text(line) {
      const { text, report } = readMarkedLine(secret, line);
      if (report === undefined) return line;
      const event = decodeChildEvent(report);
      if (event) onReport(event);
      return text === '' ? undefined : text;
    },
    tellStop: () => undefined,
    // they come with the lines
    drain: () => undefined,
    close: () => undefined,
  };
}
