import { accountsDocument } from './accounts.ts';
import { costDocument } from './cost.ts';
import type { CliDocument } from './document.ts';
import { proveDocument } from './prove.ts';
import { pruneDocument } from './prune.ts';
import { reportDocument } from './report.ts';
import { initDocument, validateDocument } from './setup.ts';
import { subscribeDocument } from './subscribe.ts';
import { targetsDocument } from './targets.ts';

export { documentJsonSchema } from './document.ts';

/** One a command. Each is published as docs/schemas/NAME.schema.json: `npm run schemas`. */
export const documents: readonly CliDocument[] = [
  initDocument,
  accountsDocument,
  validateDocument,
  costDocument,
  targetsDocument,
  subscribeDocument,
  pruneDocument,
  proveDocument,
  reportDocument,
];
