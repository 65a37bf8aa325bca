import type { CommandEntry } from '../../../src/cli/cli-command.ts';
import { prove } from './command.ts';

/** What is typed before `prove` in a checkout. */
export const TYPED = 'npm run';

/** The command `npm run prove`, as the program of the command line takes it. */
export const PROVE: readonly CommandEntry[] = [
  {
    name: 'prove',
    description: 'verify undocumented AWS behaviour in a disposable account; removes what it makes',
    load: async () => prove,
  },
];
