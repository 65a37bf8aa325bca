/** `limits-watchdog`: the command line. */
import { commands } from './commands/index.ts';
import { runProcess } from './run-process.ts';

// Not at the top: the bundled command is CommonJS, which cannot wait there.
void runProcess(process.argv.slice(2), commands);
