import { chattyLoggers } from '../kcl/loggers.js';
import type { LogLevel } from './log-event.js';

/**
 * The logback configuration the daemon is started with: one JSON object a line on stdout.
 *
 * At `debug` the chatty loggers speak too; at `trace` the KCL logs at its own DEBUG. The SDK and netty stay at INFO:
 * at DEBUG they print request bodies.
 */
export function logbackConfiguration(level: LogLevel): string {
  const quiet = level === 'trace' || level === 'debug' ? [] : chattyLoggers;
  const kcl = level === 'trace' ? 'DEBUG' : 'INFO';
  return `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder class="ch.qos.logback.classic.encoder.JsonEncoder"/>
  </appender>
  <logger name="software.amazon.kinesis" level="${kcl}"/>
${quiet.map((logger) => `  <logger name="${logger}" level="WARN"/>\n`).join('')}  <root level="INFO">
    <appender-ref ref="STDOUT"/>
  </root>
</configuration>
`;
}
