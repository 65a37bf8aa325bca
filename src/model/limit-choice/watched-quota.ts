import type { FigureTime } from '../finding.ts';
import type { QuotaCode } from '../limit.ts';

/** A quota that the configuration names by its code; it is measured by its usage metric. */
export interface WatchedQuota {
  readonly quota: QuotaCode;
  /** Absent: the service and the code. */
  readonly title?: string;
  /** What it counts, in the plural. */
  readonly noun?: string;
  readonly scope: 'region' | 'account';
  /** Absent: as the metric is. */
  readonly figure?: FigureTime['kind'];
  /** What no data means. Absent: `unexpected` for counts, `normal` for peaks. */
  readonly silence?: 'normal' | 'unexpected';
}
