import { natural } from '../../documents/model-values.ts';
import { oneOf, text } from '../../documents/values.ts';
import { cliDocument } from './document.ts';

export const reportDocument = cliDocument('report', {
  /** Where the page lies. */
  file: text,
  /** Who measured: the deployed function, or this command; or where it was kept. */
  source: oneOf(['function', 'local', 'assumed', 'latest', 'file']),
  runId: text,
  purpose: oneOf(['watch', 'check']),
  status: oneOf(['complete', 'attention', 'incomplete', 'failed']),
  measuredAt: text,
  figures: natural,
});
