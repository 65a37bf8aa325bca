import type { FigureTime } from '../finding.ts';
import type { QuotaCode } from '../limit.ts';

/** A quota that the configuration names by its code in Service Quotas. Its usage is read from its usage metric. */
export interface WatchedQuota {
  readonly quota: QuotaCode;
  /** Absent: the title consists of the service and the code. */
  readonly title?: string;
  /** What the quota counts, as a noun in the plural. Absent: counts are shown as bare numbers. */
  readonly noun?: string;
  readonly scope: 'region' | 'account';
  /** Whether the newest or the highest data point is the usage. Absent: the statistic of the metric decides. */
  readonly figure?: FigureTime['kind'];
  /** What missing data means. Absent: `normal` (an unused service) for `peak`, `unexpected` for `latest`. */
  readonly silence?: 'normal' | 'unexpected';
}
