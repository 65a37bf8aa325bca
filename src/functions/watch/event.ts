import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Instant } from '../../model/time.ts';
import type { CheckSelection, Selected } from './check-selection.ts';
import { selectForCheck } from './check-selection.ts';
import type { Selection } from '../doctor-selection.ts';
import { itself, orRefused, readGlobs, selectForDoctor } from '../doctor-selection.ts';
import { EventReader, listOf, text } from '../prune/prune-event.ts';
import { scheduledTime } from './scheduled-time.ts';

/** What the watch function is asked for, before anybody knows what accounts there are. */
export type WatchRequest =
  | Exclude<WatchEvent, { readonly kind: 'doctor' | 'check' }>
  | { readonly kind: 'doctor'; readonly selection: Selection; readonly isSending: boolean }
  | { readonly kind: 'check'; readonly selection: CheckSelection };

/** What the watch function is asked for. */
export type WatchEvent =
  /** `scheduledAt` where a schedule says for which of its times. */
  | { readonly kind: 'watch'; readonly scheduledAt?: Instant }
  /** A sample of each notice to every topic. */
  | { readonly kind: 'test' }
  /** The report of the last run, as it was kept. */
  | { readonly kind: 'latest' }
  /** With the Regions that are meant. */
  | {
      readonly kind: 'doctor';
      readonly accounts: readonly AccountConfiguration[];
      /** Whether each topic gets a message. */
      readonly isSending: boolean;
    }
  | { readonly kind: 'check'; readonly selected: Selected };

/**
 * - nothing, `{}`, `{"watch": true}`, `{"scheduled": "2026-11-22T06:00:00Z"}`, and whatever EventBridge makes of a schedule: a run
 * - `{"test": true}`: a sample of each notice
 * - `{"latest": true}`: the report that the last run has kept
 * - `{"doctor": true}`, with globs under `accounts` and `regions` to taste: what the function may read; with
 *   `"send": true` a message to each topic too
 * - `{"check": true}`, with globs under `accounts`, `regions` and `limits` to taste: what it measures now
 *
 * A run publishes, so what is none of these is refused and not taken for one.
 * @throws EventNotUnderstood with all faults, before anything is touched.
 */
export function readWatchRequest(event: unknown): WatchRequest {
  if (event === undefined || event === null || isFromEventBridge(event)) return { kind: 'watch' };
  const reader = new EventReader(event);
  const isRun = reader.optional('watch', itself) === true;
  const isTest = reader.optional('test', itself) === true;
  const isLatest = reader.optional('latest', itself) === true;
  const isDoctor = reader.optional('doctor', itself) === true;
  const isCheck = reader.optional('check', itself) === true;
  const scheduledAt = reader.optional('scheduled', scheduledTime);
  if (scheduledAt !== undefined && (isTest || isLatest || isDoctor || isCheck)) {
    reader.fault('scheduled is for a run alone');
  }
  if ([isRun, isTest, isLatest, isDoctor, isCheck].filter((asked) => asked).length > 1) {
    reader.fault('watch, test, latest, doctor and check exclude each other');
  }
  const isSending = isDoctor && reader.optional('send', itself) === true;
  const selection = isDoctor || isCheck ? readGlobs(reader) : undefined;
  const named = isCheck ? reader.optional('limits', limitList) : undefined;
  reader.end();
  if (selection !== undefined) {
    return isDoctor
      ? { kind: 'doctor', selection, isSending }
      : { kind: 'check', selection: { ...selection, limits: named ?? [] } };
  }
  if (isTest) return { kind: 'test' };
  if (isLatest) return { kind: 'latest' };
  return { kind: 'watch', ...(scheduledAt !== undefined && { scheduledAt }) };
}

const limitList = listOf(text, 'a list of limits such as ["lambda-*"]');

/**
 * The request with the accounts that it means.
 * @throws EventNotUnderstood where it means none.
 */
export function watchEventOf(
  request: WatchRequest,
  configuration: Pick<Configuration, 'accounts' | 'command'>,
  limits: readonly LimitDefinition[],
): WatchEvent {
  switch (request.kind) {
    case 'watch':
    case 'test':
    case 'latest':
      return request;
    case 'doctor': {
      const { kind, selection, isSending } = request;
      const accounts = orRefused(selectForDoctor(configuration, selection));
      return { kind, accounts, isSending };
    }
    case 'check': {
      const { kind, selection } = request;
      return { kind, selected: orRefused(selectForCheck(configuration, limits, selection)) };
    }
  }
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
