/** `npm run prune -- dev`: plans and prunes a non-production account with the deployed functions. */
import { readFile } from 'node:fs/promises';

import { functionInvoker } from '../../aws/invoke-function.ts';
import { systemClock } from '../system-clock.ts';
import { runCommand } from './command.ts';
import { EXIT_CODE } from './outcome.ts';
import { processTerminal } from './process-terminal.ts';

const args = process.argv.slice(2);
const interruption = new AbortController();
const interrupt = () => {
  // A second time means at once; what is under way in the function ends by itself.
  if (interruption.signal.aborted) process.exit(EXIT_CODE.interrupted);
  interruption.abort();
};
process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

// The SDK's own notice about Node.js versions is no progress of this command.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

process.exitCode = await runCommand(args, {
  readFile: (path) => readFile(path, 'utf8'),
  invoker: functionInvoker,
  clock: systemClock,
  terminal: processTerminal(interrupt, interruption.signal),
  interruption: interruption.signal,
});
process.off('SIGINT', interrupt);
process.off('SIGTERM', interrupt);
