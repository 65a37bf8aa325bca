import type { CommandEntry } from '../../../src/cli/cli-command.ts';
import { prove } from './command.ts';

/** The words that a user types before `prove` in a checkout. */
export const TYPED = 'npm run';

/** The command `npm run prove`, in the form that the command-line program loads. */
export const PROVE: readonly CommandEntry[] = [
  {
    name: 'prove',
    description: 'verify undocumented AWS behaviour in a disposable account; removes what it makes',
    load: async () => prove,
  },
];
