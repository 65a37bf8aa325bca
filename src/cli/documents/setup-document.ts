import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, text, wholeNumber } from '../../documents/values.ts';
import { cliDocument } from './document.ts';

const setUp = {
  deployment: text,
  toolingAccount: text,
  region: text,
  steps: list(openRecord({ title: text, notes: list(text), commands: list(text) })),
};

/** The text and the commands hold the external id: this one document is as secret as it. */
export const initDocument = cliDocument('init', {
  ...setUp,
  file: text,
  written: flag,
  text: text,
});

/** The commands name a variable in the place of the external id. */
export const setupDocument = cliDocument('setup', setUp);

/** `accounts` and `regions` are counts. */
export const validateDocument = cliDocument('validate', {
  deployment: text,
  accounts: wholeNumber,
  regions: wholeNumber,
  /** Whether there are accounts besides, which each run finds in the organisation. */
  discovers: flag,
  /** Why accounts that are called nonprod cannot be pruned all the same; absent where there are none. */
  remarks: optional(
    list(
      openRecord({
        account: openRecord({ id: text, name: text, stage: text }),
        code: text,
        sentence: text,
      }),
    ),
  ),
});
