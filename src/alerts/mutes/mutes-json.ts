import { createHash } from 'node:crypto';

import { encode, parse } from '../../documents/codec.ts';
import { exactTime } from '../../documents/model-values.ts';
import { document, optional, record } from '../../documents/records.ts';
import { anything, list, matching, oneOf, text } from '../../documents/values.ts';
import { CODE_GLOB, SENTENCE, SHORT_TEXT } from '../../documents/text-patterns.ts';
import type { MuteEntries, StoredMute, UnreadableMute } from '../../model/stored-mute.ts';
import { MOST_MUTE_DAYS, MUTE_ID } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, MINUTE_MS } from '../../model/time.ts';

/** How far in the future a mute may have been made, since clocks differ. A later one counts as damaged. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

const storedMutes = document(
  { kind: 'limits-watchdog.mutes', version: 1 },
  record<{
    readonly deployment: string;
    readonly savedAt: Instant;
    readonly mutes: readonly unknown[];
  }>({ deployment: text, savedAt: exactTime, mutes: list(anything) }),
);

/** The record accepts no unknown field: a field of a later version may restrict what a mute covers. */
const storedMute = record<StoredMute>({
  accounts: list(matching(SHORT_TEXT, 'a name or id of accounts')),
  regions: list(matching(CODE_GLOB, 'a Region')),
  limits: list(matching(CODE_GLOB, 'a limit')),
  everything: optional(oneOf([true])),
  owner: matching(SHORT_TEXT, 'an owner'),
  reason: matching(SENTENCE, 'a reason'),
  statedBy: matching(SHORT_TEXT, 'who made it'),
  id: matching(MUTE_ID, 'the id of a mute'),
  until: exactTime,
  createdAt: exactTime,
});

export type ParsedMutes =
  | { readonly kind: 'entries'; readonly entries: MuteEntries }
  /** `problem` completes a sentence that begins with "The stored mutes". */
  | { readonly kind: 'not-understood'; readonly problem: string };

/** Returns the JSON text that `parseMutes` reads. Unreadable entries are written back unchanged. */
export function encodeMutes(
  { mutes, unreadable }: MuteEntries,
  deployment: string,
  savedAt: Instant,
): string {
  const entries = [...mutes.map(storedMute.write), ...unreadable.map(({ stored }) => stored)];
  return encode({ deployment, savedAt, mutes: entries }, storedMutes);
}

/** Reads the mutes of `deployment` from the stored JSON. An unreadable entry does not affect the others. */
export function parseMutes(stored: string, deployment: string, now: Instant): ParsedMutes {
  const document = parse(stored, storedMutes);
  if (!document.ok) return notUnderstood(`are damaged: ${document.fault}`);
  if (document.value.deployment !== deployment) {
    return notUnderstood(`belong to the deployment ${JSON.stringify(document.value.deployment)}`);
  }
  const mutes: StoredMute[] = [];
  const unreadable: UnreadableMute[] = [];
  for (const entry of document.value.mutes) {
    const json = JSON.stringify(entry);
    const mute = parse(json, storedMute);
    const problem = mute.ok ? faultOf(mute.value, mutes, now) : mute.fault;
    if (mute.ok && problem === undefined) mutes.push(mute.value);
    else unreadable.push({ id: idOf(json), problem: `is damaged: ${problem}`, stored: entry });
  }
  return { kind: 'entries', entries: { mutes, unreadable } };
}

function notUnderstood(problem: string): ParsedMutes {
  return { kind: 'not-understood', problem };
}

function faultOf(
  { id, until, createdAt }: StoredMute,
  before: readonly StoredMute[],
  now: Instant,
): string | undefined {
  if (before.some((mute) => mute.id === id)) return 'its id is there twice';
  if (createdAt > now + CLOCK_TOLERANCE_MS) return '.createdAt is a time that is yet to come';
  if (until - createdAt > MOST_MUTE_DAYS * DAY_MS) {
    return `.until is more than ${MOST_MUTE_DAYS} days after .createdAt`;
  }
  return undefined;
}

/** Returns an id for an unreadable entry, from a hash of its content. No mute has an id of this form. */
function idOf(json: string): string {
  return `damaged-${createHash('sha256').update(json).digest('hex').slice(0, 8)}`;
}
