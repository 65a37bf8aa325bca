import type { Instant } from '../../model/time.ts';
import { instant, isoTime } from '../../model/time.ts';
import type { Key } from '../prune/prune-event.ts';

/**
 * A time as EventBridge Scheduler writes it for `<aws.scheduler.scheduled-time>`.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export const scheduledTime: Key<Instant> = {
  read: (value) => {
    const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(ms)) return undefined;
    return isoTime(instant(ms)) === value ? instant(ms) : undefined;
  },
  expected: 'a time to the second, such as 2026-11-22T06:00:00Z',
};
