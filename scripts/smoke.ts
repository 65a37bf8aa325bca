/** `npm run smoke`: deploys once into a disposable account and removes everything again. docs/smoke.md */
import { runProcess } from '../src/cli/run-process.ts';
import { TYPED } from './acceptance/prove/entry.ts';
import { smokeEntry } from './acceptance/smoke/entry.ts';

await runProcess(['smoke', ...process.argv.slice(2)], [smokeEntry()], TYPED);
