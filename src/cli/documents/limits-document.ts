import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, table, text } from '../../documents/values.ts';
import { cliDocument } from './document.ts';

export const limitsDocument = cliDocument('limits', {
  /** What the numbers of calls are for; of an account and Region, buckets of an account. */
  assumed: table(number),
  limits: list(
    openRecord({
      id: text,
      title: text,
      /** Absent: watched always. */
      set: optional(text),
      where: oneOf(['region', 'account']),
      source: oneOf(['quota', 'usage answer', 'documented', 'ceiling']),
      quota: optional(text),
      /** Absent for a ceiling of one's own. */
      adjustable: optional(flag),
      actions: list(
        openRecord({
          action: text,
          /** The quota that it is about. */
          on: optional(text),
          /** 0: only near the quota, or where AWS has no applied value. */
          callsPerRun: number,
          /** Kept for later runs of the day. Absent: read in each run. */
          remembered: optional(oneOf(['aliases', 'quotas'])),
        }),
      ),
      caveat: optional(text),
      /** The usage is what AWS reports to CloudWatch, for all such limits in one request. */
      isUsageMetric: optional(oneOf([true])),
      /** The limit that is measured instead where both are chosen. */
      yieldsTo: optional(text),
    }),
  ),
  notMeasured: list(openRecord({ what: text, why: text })),
});
