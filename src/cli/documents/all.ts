import { accountsDocument } from './accounts-document.ts';
import { checkDocument } from './check-document.ts';
import { costDocument } from './cost-document.ts';
import type { CliDocument } from './document.ts';
import { doctorDocument } from './doctor-document.ts';
import { limitsDocument } from './limits-document.ts';
import { muteDocument, mutesDocument, unmuteDocument } from './mute-document.ts';
import { pruneDocument } from './prune-document.ts';
import { reportDocument } from './report-document.ts';
import { initDocument, setupDocument, validateDocument } from './setup-document.ts';
import { reviewDocument } from './review-document.ts';
import { subscribeDocument } from './subscribe-document.ts';
import { targetsDocument } from './targets-document.ts';

/** One a command. Each is published as docs/schemas/NAME.schema.json: `npm run schemas`. */
export const documents: readonly CliDocument[] = [
  checkDocument,
  doctorDocument,
  initDocument,
  setupDocument,
  accountsDocument,
  validateDocument,
  costDocument,
  limitsDocument,
  targetsDocument,
  subscribeDocument,
  muteDocument,
  mutesDocument,
  unmuteDocument,
  pruneDocument,
  reviewDocument,
  reportDocument,
];
