import type { Instant } from '../../model/time.ts';
import { instant, isoTime } from '../../model/time.ts';
import type { CheckSelection } from './check-selection.ts';
import type { Selection } from '../doctor-selection.ts';
import { isTrue, readGlobs } from '../doctor-selection.ts';
import type { Key } from '../prune/prune-event.ts';
import { EventReader, listOf, text } from '../prune/prune-event.ts';

export type WatchRequest =
  /** A run. `scheduledAt` is when its schedule was due; undefined when the event has no `scheduled` time. */
  | { readonly kind: 'watch'; readonly scheduledAt?: Instant }
  | { readonly kind: 'test' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'doctor'; readonly selection: Selection; readonly isSending: boolean }
  | { readonly kind: 'check'; readonly selection: CheckSelection };

/**
 * Parses an event of the watch function:
 * - nothing, `{}`, `{"watch": true}`, `{"scheduled": "2026-11-22T06:00:00Z"}`, and any event of EventBridge: a run
 * - `{"test": true}`: sends a sample of each notice
 * - `{"latest": true}`: returns the report that the last run stored
 * - `{"doctor": true}`, optionally with globs under `accounts` and `regions`: probes the function's permissions;
 *   with `"send": true` it also sends a message to each topic
 * - `{"check": true}`, optionally with globs under `accounts`, `regions` and `limits`: measures and returns a report
 *
 * Any other event is refused: it must not start a run, which sends alerts.
 * @throws EventNotUnderstood with all faults, before any call to AWS.
 */
export function readWatchRequest(event: unknown): WatchRequest {
  if (event === undefined || event === null || isFromEventBridge(event)) return { kind: 'watch' };
  const reader = new EventReader(event);
  const asked = (['watch', 'test', 'latest', 'doctor', 'check'] as const).filter(
    (kind) => reader.optional(kind, isTrue) === true,
  );
  const [kind = 'watch'] = asked;
  const scheduledAt = reader.optional('scheduled', scheduledTime);
  if (scheduledAt !== undefined && asked.some((one) => one !== 'watch')) {
    reader.fault('scheduled is for a run alone');
  }
  if (asked.length > 1) reader.fault('watch, test, latest, doctor and check exclude each other');
  const isDoctor = asked.includes('doctor');
  const isCheck = asked.includes('check');
  const isSending = isDoctor && reader.optional('send', isTrue) === true;
  const selection = isDoctor || isCheck ? readGlobs(reader) : { accounts: [], regions: [] };
  const limits = isCheck ? (reader.optional('limits', limitList) ?? []) : [];
  reader.end();
  switch (kind) {
    case 'watch':
      return { kind, ...(scheduledAt !== undefined && { scheduledAt }) };
    case 'doctor':
      return { kind, selection, isSending };
    case 'check':
      return { kind, selection: { ...selection, limits } };
    case 'test':
    case 'latest':
      return { kind };
  }
}

const limitList = listOf(text, 'a list of limits such as ["lambda-*"]');

/**
 * A time in the format of EventBridge Scheduler's `<aws.scheduler.scheduled-time>`.
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

/**
 * Whether an event is the default event of an EventBridge rule or schedule, with `source` and `detail-type`.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
function isFromEventBridge(event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false;
  const fields = new Map<string, unknown>(Object.entries(event));
  return typeof fields.get('source') === 'string' && typeof fields.get('detail-type') === 'string';
}
