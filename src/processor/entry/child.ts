/** The program that the daemon starts per shard, and that a check starts once. */
import { checkVariable, settingsVariable, type ChildSettings } from '../child-settings.js';
import { checkModule } from './check-module.js';
import { runModule } from './run-module.js';

const check = take(checkVariable);
const settings = take(settingsVariable);
if (check !== undefined) checkModule();
else if (settings !== undefined) runModule(JSON.parse(settings) as ChildSettings);
else throw new Error(`${settingsVariable} is not set: only kcl-ts starts this program`);

/** The processor and what it starts see an environment without these. */
function take(name: string): string | undefined {
  const value = process.env[name];
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the only way to unset a variable
  delete process.env[name];
  return value;
}
