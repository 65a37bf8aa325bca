import { catalogue } from '../../limits/catalogue.ts';
import { ASSUMED, coverageOf, NOT_MEASURED } from '../../limits/coverage.ts';
import { limitsLines } from '../../setup/limits-text.ts';
import { defineCommand } from '../define-command.ts';

export const limits = defineCommand(
  'limits',
  {
    about: 'Calls a run are those of one account and Region, or of one account, where all is well.',
    examples: ['limits', 'limits --json'],
  },
  async (_options, { paint, terminal }) => {
    const rows = coverageOf(catalogue, ASSUMED);
    return {
      outcome: 'done',
      lines: limitsLines(rows, { width: terminal.resultColumns, paint }),
      messages: [],
      document: {
        assumed: ASSUMED,
        limits: rows,
        notMeasured: NOT_MEASURED,
      },
    };
  },
);
