import type { FigureTime } from '../finding.ts';
import type { QuotaCode } from '../limit.ts';

/** A quota that the configuration names by its code in Service Quotas. Its usage is read from its usage metric. */
export interface WatchedQuota {
  readonly quota: QuotaCode;
  /** Absent: the title consists of the service and the code. */
  readonly title?: string;
  /** What the quota counts, as a noun in the plural. */
  readonly noun?: string;
  readonly scope: 'region' | 'account';
  /** Whether the usage is the newest or the highest data point. Absent: it depends on the statistic of the metric. */
  readonly figure?: FigureTime['kind'];
  /**
   * What it means when the metric has no data: `normal` for an unused service, `unexpected` for a missing figure.
   * Absent: `unexpected` for counts and `normal` for peaks.
   */
  readonly silence?: 'normal' | 'unexpected';
}
