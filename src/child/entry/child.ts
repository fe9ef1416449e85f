/** The program that the daemon starts per shard, that kcl-ts starts for several, and that a check starts once. */
import { checkVariable, launcherVariables, settingsVariable, type ChildSettings } from '../settings.js';
import { hostSettingsVariable, type HostSettings } from '../hosting.js';
import { checkModule } from './check-module.js';
import { runHost } from './run-host.js';
import { runModule } from './run-module.js';
import { takeVariable } from './take-variable.js';

const check = takeVariable(checkVariable);
const settings = takeVariable(settingsVariable);
const hostSettings = takeVariable(hostSettingsVariable);
launcherVariables.forEach(takeVariable);
if (check !== undefined) checkModule();
else if (hostSettings !== undefined) runHost(JSON.parse(hostSettings) as HostSettings);
else if (settings !== undefined) runModule(JSON.parse(settings) as ChildSettings);
else throw new Error(`${settingsVariable} is not set: only kcl-ts starts this program`);
