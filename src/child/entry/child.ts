/** The program that the daemon starts per shard, and that a check starts once. */
import { checkVariable, launcherVariables, settingsVariable, type ChildSettings } from '../settings.js';
import { checkModule } from './check-module.js';
import { runModule } from './run-module.js';
import { takeVariable } from './take-variable.js';

const check = takeVariable(checkVariable);
const settings = takeVariable(settingsVariable);
launcherVariables.forEach(takeVariable);
if (check !== undefined) checkModule();
else if (settings !== undefined) runModule(JSON.parse(settings) as ChildSettings);
else throw new Error(`${settingsVariable} is not set: only kcl-ts starts this program`);
