/** `npm run prove`: verifies undocumented AWS behaviour in a disposable account. docs/prove.md */
import { runProcess } from '../src/cli/run-process.ts';
import { PROVE, TYPED } from './acceptance/prove/entry.ts';

await runProcess(['prove', ...process.argv.slice(2)], PROVE, TYPED);
