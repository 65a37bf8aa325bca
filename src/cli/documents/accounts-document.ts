import { accountId } from '../../documents/model-values.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { list, oneOf, text } from '../../documents/values.ts';
import { cliDocument } from './document.ts';

/** Both lists are absent where the organisation could not be listed. */
export const accountsDocument = cliDocument('accounts', {
  accounts: list(
    openRecord({
      id: accountId,
      name: text,
      ou: text,
      /** Absent where nothing says anything. Never what somebody has said. */
      guess: optional(openRecord({ stage: oneOf(['prod', 'nonprod']), from: text })),
    }),
  ),
  /** Not active. */
  leftOut: list(openRecord({ id: accountId, name: text, state: text })),
});
