import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import type { Instant } from '../model/time.ts';
import { itself, readSelection } from './doctor-selection.ts';
import { EventReader } from './prune-event.ts';
import { scheduledTime } from './scheduled-time.ts';

/** What the watch function is asked for. */
export type WatchEvent =
  /** `scheduledAt` where a schedule says for which of its times. */
  | { readonly kind: 'watch'; readonly scheduledAt?: Instant }
  /** A sample of each notice to every topic. */
  | { readonly kind: 'test' }
  /** With the Regions that are meant. */
  | { readonly kind: 'doctor'; readonly accounts: readonly AccountConfiguration[] };

/**
 * - nothing, `{}`, `{"watch": true}`, `{"scheduled": "2026-11-22T06:00:00Z"}`, and whatever EventBridge makes of a schedule: a run
 * - `{"test": true}`: a sample of each notice
 * - `{"doctor": true}`, with globs under `accounts` and `regions` to taste: what the function may read
 *
 * A run publishes, so what is none of these is refused and not taken for one.
 * @throws EventNotUnderstood with all faults, before anything is touched.
 */
export function readWatchEvent(
  event: unknown,
  configuration: Pick<Configuration, 'accounts'>,
): WatchEvent {
  if (event === undefined || event === null || isFromEventBridge(event)) return { kind: 'watch' };
  const reader = new EventReader(event);
  const isRun = reader.optional('watch', itself) === true;
  const isTest = reader.optional('test', itself) === true;
  const isDoctor = reader.optional('doctor', itself) === true;
  const scheduledAt = reader.optional('scheduled', scheduledTime);
  if (scheduledAt !== undefined && (isTest || isDoctor)) {
    reader.fault('scheduled is for a run alone');
  }
  if (Number(isRun) + Number(isTest) + Number(isDoctor) > 1) {
    reader.fault('watch, test and doctor exclude each other');
  }
  const accounts = isDoctor ? readSelection(reader, configuration) : [];
  reader.end();
  if (isDoctor) return { kind: 'doctor', accounts };
  if (isTest) return { kind: 'test' };
  return { kind: 'watch', ...(scheduledAt !== undefined && { scheduledAt }) };
}

/**
 * A rule's or a schedule's own notification, where none of its input was set.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
function isFromEventBridge(event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false;
  const fields = new Map<string, unknown>(Object.entries(event));
  return typeof fields.get('source') === 'string' && typeof fields.get('detail-type') === 'string';
}
