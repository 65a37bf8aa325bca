import { commands } from './commands/index.ts';
import { runProcess } from './run-process.ts';

// There is no top-level await, because the bundle is CommonJS.
void runProcess(process.argv.slice(2), commands);
