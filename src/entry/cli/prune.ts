/** `npm run prune -- dev`: plans and prunes a non-production account with the deployed functions. */
import { readFile } from 'node:fs/promises';

import { functionInvoker } from '../../aws/invoke-function.ts';
import { systemClock } from '../system-clock.ts';
import { runCommand } from './command.ts';
import { onInterruption } from './interruption.ts';
import { processTerminal } from './process-terminal.ts';

const args = process.argv.slice(2);
const { interrupt, signal, end } = onInterruption();

// The SDK's own notice about Node.js versions is no progress of this command.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

process.exitCode = await runCommand(args, {
  readFile: (path) => readFile(path, 'utf8'),
  invoker: functionInvoker,
  clock: systemClock,
  terminal: processTerminal(interrupt, signal),
  interruption: signal,
});
end();
