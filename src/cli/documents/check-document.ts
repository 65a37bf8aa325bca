import { runReport } from '../../documents/run-report.ts';
import { oneOf } from '../../documents/values.ts';
import { cliDocument } from './document.ts';

/** Both are absent where nothing was measured. */
export const checkDocument = cliDocument('check', {
  source: oneOf(['function', 'local', 'assumed']),
  report: {
    read: (stored: unknown) => runReport.write(runReport.read(stored)),
    schema: runReport.schema,
  },
});
