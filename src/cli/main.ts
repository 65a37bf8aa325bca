/** `limits-watchdog`: the command line. */
import { commands } from './commands/index.ts';
import { runProcess } from './run-process.ts';

// No top-level await: the bundle is CommonJS.
void runProcess(process.argv.slice(2), commands);
