import { createHash } from 'node:crypto';

import type { Fields, Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  made,
  object,
  oneOf,
  parsed,
  readInstant,
  text,
} from '../../documents/reading.ts';
import { CODE_GLOB, SENTENCE, SHORT_TEXT } from '../../documents/text-patterns.ts';
import type { MuteEntries, StoredMute, UnreadableMute } from '../../model/stored-mute.ts';
import { MOST_MUTE_DAYS, MUTE_ID } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, MINUTE_MS } from '../../model/time.ts';

const KIND = 'limits-watchdog.mutes';
const VERSION = 1;
/** How far the clocks of two functions may be apart. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

export type ParsedMutes =
  | { readonly kind: 'entries'; readonly entries: MuteEntries }
  /** `problem` continues "The stored mutes". */
  | { readonly kind: 'not-understood'; readonly problem: string };

/** As they are stored; `parseMutes` gives the same back. Entries that cannot be read stay as they were. */
export function encodeMutes(
  { mutes, unreadable }: MuteEntries,
  deployment: string,
  savedAt: Instant,
): string {
  return JSON.stringify({
    kind: KIND,
    version: VERSION,
    deployment,
    savedAt: instantText(savedAt),
    mutes: [...mutes.map(entryJson), ...unreadable.map(({ stored }) => stored)],
  });
}

function entryJson({ until, createdAt, ...mute }: StoredMute) {
  return { ...mute, until: instantText(until), createdAt: instantText(createdAt) };
}

/** The mutes of `deployment` in a stored text, entry by entry: one that is not understood costs itself alone. */
export function parseMutes(stored: string, deployment: string, now: Instant): ParsedMutes {
  const document = parsed(stored, readDocument);
  if (!document.ok) return notUnderstood(`are damaged: ${document.fault}`);
  if (document.value.deployment !== deployment) {
    return notUnderstood(`belong to the deployment ${JSON.stringify(document.value.deployment)}`);
  }
  const mutes: StoredMute[] = [];
  const unreadable: UnreadableMute[] = [];
  for (const entry of document.value.mutes) {
    const json = JSON.stringify(entry);
    const mute = parsed(json, readEntry);
    const problem = mute.ok ? faultOf(mute.value, mutes, now) : mute.fault;
    if (mute.ok && problem === undefined) mutes.push(mute.value);
    else unreadable.push({ id: idOf(json), problem: `is damaged: ${problem}`, stored: entry });
  }
  return { kind: 'entries', entries: { mutes, unreadable } };
}

function notUnderstood(problem: string): ParsedMutes {
  return { kind: 'not-understood', problem };
}

const anything: Read<unknown> = (value) => value;

const readDocument = object(({ required }) => {
  required('kind', oneOf([KIND]));
  required('version', oneOf([VERSION]));
  required('savedAt', readInstant);
  return { deployment: required('deployment', text), mutes: required('mutes', list(anything)) };
});

/** A field that is not known may narrow a mute, so that it must not be ignored. */
const readEntry: Read<StoredMute> = object((fields: Fields): StoredMute => {
  const { required, optional } = fields;
  const everything = optional('everything', oneOf([true]));
  return {
    id: required('id', matching(MUTE_ID, 'the id of a mute')),
    accounts: required('accounts', list(matching(SHORT_TEXT, 'a name or id of accounts'))),
    regions: required('regions', list(matching(CODE_GLOB, 'a Region'))),
    limits: required('limits', list(matching(CODE_GLOB, 'a limit'))),
    ...(everything !== undefined && { everything }),
    until: required('until', readInstant),
    owner: required('owner', matching(SHORT_TEXT, 'an owner')),
    reason: required('reason', matching(SENTENCE, 'a reason')),
    createdAt: required('createdAt', readInstant),
    statedBy: required('statedBy', matching(SHORT_TEXT, 'who made it')),
  };
});

function matching(pattern: RegExp, what: string): Read<string> {
  return made((value) => (pattern.test(value) ? value : undefined), what);
}

/** What the rules of mutes do not allow. */
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

/** Of an entry that is not understood: the same for the same content, and never that of one that is. */
function idOf(json: string): string {
  return `damaged-${createHash('sha256').update(json).digest('hex').slice(0, 8)}`;
}
