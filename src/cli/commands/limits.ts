import { catalogue } from '../../limits/catalogue.ts';
import { ASSUMED, coverageOf, NOT_MEASURED } from '../../limits/coverage.ts';
import { limitsLines } from '../../setup/limits-text.ts';
import type { DefineCommand, SharedOptions } from '../cli-command.ts';
import { typing } from '../help.ts';

/** `limits-watchdog limits`: every limit that can be watched, and what cannot be measured. Offline. */
export const limits: DefineCommand = (program, act) => {
  const type = typing(program);
  program
    .command('limits')
    .addHelpText(
      'after',
      `
Calls a run are those of one account and Region, or of one account, where all is well.

Examples:
  $ ${type('limits')}
  $ ${type('limits --json')}`,
    )
    .action((options: SharedOptions) =>
      act(options, async ({ paint, terminal }) => {
        const rows = coverageOf(catalogue, ASSUMED);
        return {
          outcome: 'done',
          lines: limitsLines(rows, { width: terminal.resultColumns, paint }),
          messages: [],
          document: {
            version: 1,
            kind: 'limits-watchdog.limits',
            assumed: ASSUMED,
            limits: rows,
            notMeasured: NOT_MEASURED,
          },
        };
      }),
    );
};
