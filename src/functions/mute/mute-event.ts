import { SENTENCE, SHORT_TEXT } from '../../documents/text-patterns.ts';
import { isTrue, readGlobs } from '../doctor-selection.ts';
import type { Key } from '../prune/prune-event.ts';
import { EventNotUnderstood, EventReader, listOf, text } from '../prune/prune-event.ts';

export interface MuteRequest {
  /** Globs for accounts (names or ids), Regions and limits. An empty list means all of them. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly limits: readonly string[];
  readonly everything: boolean;
  /** The end of the mute as the person wrote it, such as `friday`; `readUntil` parses it. */
  readonly until: string;
  readonly owner: string;
  readonly reason: string;
  readonly by: string;
}

export type MuteEvent =
  | { readonly kind: 'list' }
  | { readonly kind: 'mute'; readonly asked: MuteRequest }
  | { readonly kind: 'unmute'; readonly ids: readonly string[]; readonly by: string };

/**
 * Parses an event of the mute function:
 * - `{"mutes": true}` lists the mutes
 * - `{"mute": true, "accounts": ["staging"], "limits": ["s3-*"], "until": "friday", "reason": "…", "by": "ana"}`
 *   adds a mute; `regions`, `owner` and `everything` are optional
 * - `{"unmute": ["m-1a2b3c"], "by": "ana"}` removes mutes
 * @throws EventNotUnderstood with all faults, before any request.
 */
export function readMuteEvent(event: unknown): MuteEvent {
  const reader = new EventReader(event);
  const isList = reader.optional('mutes', isTrue) === true;
  const isMute = reader.optional('mute', isTrue) === true;
  const ids = reader.optional('unmute', idList);
  const kinds = [isList, isMute, ids !== undefined].filter((one) => one).length;
  if (kinds !== 1) reader.fault('exactly one of mutes, mute and unmute is needed');
  const by = isList ? undefined : reader.required('by', shortText);
  const request = isMute ? readMuteRequest(reader, by) : undefined;
  reader.end();
  if (request !== undefined) return { kind: 'mute', asked: request };
  if (ids !== undefined && by !== undefined) return { kind: 'unmute', ids, by };
  if (isList) return { kind: 'list' };
  throw new EventNotUnderstood('nothing was done. by: is missing');
}

function readMuteRequest(reader: EventReader, by: string | undefined): MuteRequest | undefined {
  const { accounts, regions } = readGlobs(reader);
  const limits = reader.optional('limits', listOf(text, 'a list of limits such as ["lambda-*"]'));
  const everything = reader.optional('everything', isTrue) === true;
  const until = reader.required('until', text);
  const reason = reader.required('reason', reasonText);
  const owner = reader.optional('owner', shortText) ?? by;
  if (until === undefined || reason === undefined) return undefined;
  if (owner === undefined || by === undefined) return undefined;
  return { accounts, regions, limits: limits ?? [], everything, until, owner, reason, by };
}

const idList = listOf(text, 'a list of ids such as ["m-1a2b3c"]');

export const shortText: Key<string> = {
  read: (value) => (typeof value === 'string' && SHORT_TEXT.test(value) ? value : undefined),
  expected: '1 to 64 printable characters, such as the name of a team',
};

/** A reason needs a letter or digit, so that the placeholder `...` in the command of an alert is refused as a reason. */
export const reasonText: Key<string> = {
  read: (value) =>
    typeof value === 'string' && SENTENCE.test(value) && /[\p{L}\p{N}]/u.test(value)
      ? value
      : undefined,
  expected: '1 to 200 printable characters that say why',
};
