import type { AlertSettings } from '../../model/configuration.ts';
import type { BlindFinding, Finding, UnknownFinding } from '../../model/finding.ts';
import type { MuteRef, SightNotice, SubjectKey, UnseenLimit } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { Target } from '../../model/target.ts';
import { placeOf, targetKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { SightMemory } from '../../model/watch-state.ts';
import { isDue } from './reminder.ts';
import type { Verdict } from './decision.ts';
import { mark, silently, UNCHANGED } from './decision.ts';

type Open = NonNullable<SightMemory['open']>;

/** One target, and which of its limits this run could not tell. */
export interface SightCase {
  readonly key: SubjectKey;
  readonly target: Target;
  /** By limit; empty when all could be told. */
  readonly unseen: SightNotice['unseen'];
  readonly memory: SightMemory | undefined;
  readonly mute: MuteRef | undefined;
  readonly settings: AlertSettings;
  readonly now: Instant;
}

export function sightKey(target: Target): SubjectKey {
  return subjectKey(`${targetKey(target)}/blind`);
}

/** What of a target could not be determined: not measured, or measured against a limit that is not known. */
export function unseenOf(findings: readonly Finding[]): SightNotice['unseen'] {
  return findings
    .filter(isUnseen)
    .map((finding): UnseenLimit => {
      const { limit, failure } = finding;
      return { limit, failure, ...('used' in finding && { used: finding.used }) };
    })
    .toSorted((a, b) => (a.limit < b.limit ? -1 : 1));
}

/** A Region that is not enabled, and that nobody asked to see, hides nothing. */
function isUnseen(finding: Finding): finding is BlindFinding | UnknownFinding {
  return finding.state === 'unknown' || finding.state === 'not-measured';
}

/**
 * Blind → still blind → sighted. Other reasons, or more limits, while blind are no news of their own:
 * the next reminder shows them. Mutes work as they do for a limit, but for one thing: whether a mute
 * covers blindness changes with the limits that cannot be told, so its end tells at once only what was
 * never told or last told as muted. All else is told when its reminder is due, or changes would ring.
 */
export function decideSight(subject: SightCase): Verdict {
  const { key, unseen, memory, now } = subject;
  const open = memory?.open;
  if (unseen.length === 0) return decideSighted(subject, memory, open);
  const known = rememberedOf(subject);
  const quiet: SightMemory = { ...known, open: quietly(subject, open) };
  const change = changeOf(subject, open);
  if (change === undefined) return silently(key, memory, quiet);
  const since = open?.since ?? now;
  return told(subject, change, since, {
    after: { ...known, open: openAs(subject, { since, toldAt: now }) },
    unsent: quiet,
    afterMute: isUnmuted(subject, open),
  });
}

function decideSighted(
  subject: SightCase,
  memory: SightMemory | undefined,
  open: Open | undefined,
): Verdict {
  if (memory === undefined) return UNCHANGED;
  const over = closedSight(rememberedOf(subject));
  if (open === undefined || open.neverTold) return silently(subject.key, memory, over);
  return told({ ...subject, mute: undefined }, 'sighted', open.since, { after: over });
}

function changeOf(subject: SightCase, open: Open | undefined): 'blind' | 'still-blind' | undefined {
  const { settings, now } = subject;
  if (open === undefined || open.neverTold) return 'blind';
  return isUnmuted(subject, open) || isDue('critical', open.toldAt, settings, now)
    ? 'still-blind'
    : undefined;
}

function isUnmuted({ mute }: SightCase, open: Open | undefined): boolean {
  return open !== undefined && !open.neverTold && open.muted && mute === undefined;
}

function openAs(
  { unseen, mute }: SightCase,
  { since, toldAt }: Pick<Open, 'since' | 'toldAt'>,
): Open {
  const reasons = unseen.map(({ limit, failure }) => `${limit}: ${failure.reason}`).join(', ');
  return { since, toldAt, reasons, muted: mute !== undefined };
}

function quietly(subject: SightCase, open: Open | undefined): Open {
  const { now } = subject;
  if (open !== undefined && !open.neverTold) {
    return { ...openAs(subject, open), muted: open.muted };
  }
  return { ...openAs(subject, open ?? { since: now, toldAt: now }), neverTold: true };
}

function told(
  { key, target, unseen, mute, memory, now }: SightCase,
  change: SightNotice['change'],
  since: Instant,
  {
    after,
    unsent,
    afterMute = false,
  }: {
    readonly after: SightMemory;
    readonly unsent?: SightMemory;
    readonly afterMute?: boolean;
  },
): Verdict {
  const sequence = (memory?.sequence ?? 0) + 1;
  const id = noticeId(key, sequence);
  return {
    kind: 'told',
    told: {
      key,
      notice: {
        kind: 'sight',
        change,
        id,
        at: now,
        target,
        unseen,
        since,
        ...mark(mute),
        ...(afterMute && { afterMute }),
      },
      memory: { ...after, sequence, lastToldAt: now },
      ...(mute === undefined || unsent === undefined ? {} : { unsent }),
    },
  };
}

function rememberedOf({ target, memory }: SightCase): SightMemory {
  const { account } = target;
  if (memory !== undefined) return { ...memory, account };
  return { kind: 'sight', account, place: placeOf(target), sequence: 0 };
}

/** What is left of a memory when the target can be seen again. */
export function closedSight({ open: _open, ...memory }: SightMemory): SightMemory {
  return memory;
}
