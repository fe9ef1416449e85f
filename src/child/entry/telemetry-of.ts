import type { ChildOptions } from '../options.js';
import type { EntryModule } from '../settings.js';
import { findTelemetry } from '../telemetry/find-telemetry.js';
import type { HostOptions } from './host.js';

/** That of the project that a processor's module is in. */
export function telemetryOf({
  entry,
  telemetryNames,
}: Pick<ChildOptions, 'telemetryNames'> & { readonly entry: EntryModule }): Pick<HostOptions, 'telemetry'> {
  return telemetryNames ? { telemetry: findTelemetry(entry.path, telemetryNames) } : {};
}
