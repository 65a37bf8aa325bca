import { accountId, region } from '../../documents/model-values.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import { cliDocument } from './document.ts';

const quantity = openRecord({ unit: oneOf(['bytes', 'count']), amount: number });
const threshold = variants('kind', [
  openRecord({ kind: oneOf(['percent']), percent: number }),
  openRecord({ kind: oneOf(['free']), free: quantity }),
]);

export const targetsDocument = cliDocument('targets', {
  deployment: text,
  tooling: openRecord({ account: accountId, region }),
  /** Whether there are accounts besides, which each run finds in the organisation. */
  foundByRules: flag,
  accounts: list(
    openRecord({
      id: accountId,
      name: text,
      stage: text,
      /** Who named it: the account itself, or the default list. */
      regions: list(openRecord({ region, origin: oneOf(['account', 'default']) })),
      measuredAsAWhole: flag,
      role: text,
      limits: list(
        openRecord({
          limit: text,
          scope: oneOf(['region', 'account']),
          warn: threshold,
          critical: threshold,
          ceiling: optional(quantity),
          /** Counts where AWS's own quota cannot be read. */
          statedQuota: optional(openRecord({ value: quantity, owner: text, reason: text })),
          /** Paths in the configuration; absent for a default of the limit. */
          setBy: openRecord({
            warn: optional(text),
            critical: optional(text),
            ceiling: optional(text),
          }),
        }),
      ),
      /** Not measured, as the configuration leaves them out. */
      leftOut: optional(list(openRecord({ limit: text, owner: text, reason: text }))),
      prune: openRecord({
        possible: flag,
        refusals: list(openRecord({ code: text, sentence: text })),
      }),
    }),
  ),
});
