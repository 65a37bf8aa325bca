import { accountId } from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import { STAGES } from '../model/configuration.ts';
import type { Reader } from './stored-values.ts';
import { made, objectOf, oneOf, text } from './stored-values.ts';

/** Reads an account with its name and stage. */
export const account: Reader<AccountRef> = objectOf((of) => ({
  id: of.get('id', made(text, accountId)),
  name: of.get('name', text),
  stage: of.get('stage', oneOf(...STAGES)),
}));
