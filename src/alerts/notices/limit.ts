import type { AlertSettings } from '../../model/configuration.ts';
import type { JudgedFinding } from '../../model/finding.ts';
import type { Forecast, Jump, LimitNotice, MuteRef, SubjectKey } from '../../model/notice.ts';
import { noticeId } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { DailySample, LimitMemory } from '../../model/watch-state.ts';
import { jumpOf } from './jumps.ts';
import type { Standing } from './level.ts';
import { standingOf } from './level.ts';
import { isDue } from './reminder.ts';
import type { Verdict } from './decision.ts';
import { mark, silently, UNCHANGED } from './decision.ts';
import { dayOf, weekGrowth } from './samples.ts';

type Open = NonNullable<LimitMemory['open']>;

/** One limit of one target, whose usage and limit are known in this run. */
export interface LimitCase {
  readonly key: SubjectKey;
  readonly finding: JudgedFinding;
  readonly memory: LimitMemory | undefined;
  readonly forecast: Forecast | undefined;
  readonly samples: readonly DailySample[];
  readonly mute: MuteRef | undefined;
  readonly settings: AlertSettings;
  readonly now: Instant;
}

/**
 * Raised → escalated → reminded → eased → recovered, and a jump where none of these is told.
 *
 * Under a mute an episode counts on. What it would tell waits: for a message that goes out anyway, or
 * for the mute's end. An episode that no message carried ends as it began, without a word; the end of
 * one that people heard of is told, mute or not.
 */
export function decideLimit(subject: LimitCase): Verdict {
  const { key, finding, samples, mute, now } = subject;
  const memory = rememberedOf(subject);
  const { open } = memory;
  const growth = isPeak(finding) ? undefined : weekGrowth(samples);
  const standing = standingOf({ ...subject, open, weekGrowth: growth });
  const found = isPeak(finding) ? undefined : jumpOf(samples, finding.quota, now);
  const jump = memory.jumpDay === dayOf(now) ? undefined : found;
  if (standing === undefined) {
    const over = closedMemory(memory);
    if (open === undefined || open.neverTold) return orJump(subject, over, jump);
    return told(key, limitNotice(subject, memory, 'recovered', open.since), over, now);
  }
  const quiet: LimitMemory = { ...memory, open: quietly(subject, standing, open) };
  const change = changeOf(subject, standing, open);
  if (change === undefined) return orJump(subject, quiet, jump);
  const since = open?.since ?? now;
  const notice: LimitNotice = {
    ...limitNotice(subject, memory, change, since),
    ...standing,
    ...mark(mute),
    ...(isUnmuted(subject, open) && { afterMute: true }),
    ...(subject.forecast === undefined ? {} : { forecast: subject.forecast }),
    ...(jump === undefined ? {} : { jump }),
  };
  const after: LimitMemory = {
    ...memory,
    open: openAs(subject, standing, { since, toldAt: now }, open),
    ...(jump === undefined ? {} : { jumpDay: dayOf(now) }),
  };
  return told(key, notice, after, now, quiet);
}

/** What is to be said of a standing alert; nothing when all is as it was told. */
function changeOf(
  subject: LimitCase,
  { level }: Standing,
  open: Open | undefined,
): Exclude<LimitNotice['change'], 'recovered'> | undefined {
  const { settings, now, finding } = subject;
  if (open === undefined || open.neverTold) return 'raised';
  if (level !== open.level) return level === 'critical' ? 'escalated' : 'eased';
  const isNews = isIncreaseNews(finding.ownIncrease) && increaseTold(finding) !== open.increase;
  return isUnmuted(subject, open) || isNews || isDue(level, open.toldAt, settings, now)
    ? 'reminded'
    : undefined;
}

function isUnmuted({ mute }: LimitCase, open: Open | undefined): boolean {
  return open !== undefined && !open.neverTold && open.muted && mute === undefined;
}

function openAs(
  { forecast, finding, mute, now }: LimitCase,
  { level, cause }: Standing,
  { since, toldAt }: Pick<Open, 'since' | 'toldAt'>,
  before: Open | undefined,
): Open {
  const waits = cause === 'forecast' && forecast === undefined;
  const isSent = toldAt === now;
  const increase = isSent ? increaseTold(finding) : before?.increase;
  return {
    level,
    cause,
    since,
    toldAt,
    muted: mute !== undefined,
    ...(increase === undefined ? {} : { increase }),
    ...(waits ? { noForecastSince: before?.noForecastSince ?? now } : {}),
  };
}

/** A request, and what AWS made of it; what a dry run would request, and a ceiling, wait for a reminder. */
function isIncreaseNews(own: JudgedFinding['ownIncrease']): boolean {
  switch (own?.state) {
    case 'requested':
    case 'granted':
    case 'partly-granted':
    case 'not-granted':
      return true;
    case 'would-request':
    case 'unconfirmed':
    case 'at-ceiling':
    case undefined:
      return false;
  }
}

function increaseTold({ ownIncrease }: JudgedFinding): string | undefined {
  return ownIncrease && `${ownIncrease.state} ${ownIncrease.desired.amount}`;
}

/**
 * The alert as it is remembered when nothing is told. One that people heard of keeps the level that
 * they heard, so that a change under a mute is still news when the mute ends.
 */
function quietly(subject: LimitCase, standing: Standing, open: Open | undefined): Open {
  if (open === undefined || open.neverTold) {
    const times = { since: open?.since ?? subject.now, toldAt: open?.toldAt ?? subject.now };
    return { ...openAs(subject, standing, times, open), neverTold: true };
  }
  const heard = standing.level === open.level ? standing : open;
  return openAs(subject, heard, open, open);
}

/** A jump as a notice of its own, else only what is remembered. */
function orJump(subject: LimitCase, quiet: LimitMemory, jump: Jump | undefined): Verdict {
  const { key, finding, mute, now } = subject;
  if (jump === undefined) {
    const worthKeeping = subject.memory !== undefined || quiet.open !== undefined;
    return worthKeeping ? silently(key, subject.memory, quiet) : UNCHANGED;
  }
  const { target, limit, quota, stated, parent, inventory } = finding;
  const notice = {
    kind: 'jump',
    id: noticeId(key, quiet.sequence + 1),
    at: now,
    target,
    limit,
    quota,
    jump,
    ...(stated === undefined ? {} : { stated }),
    ...(parent === undefined ? {} : { parent }),
    ...mark(mute),
    ...(inventory === undefined ? {} : { inventory }),
  } as const;
  return told(key, notice, { ...quiet, jumpDay: dayOf(now) }, now, quiet);
}

function told(
  key: SubjectKey,
  notice: Extract<Verdict, { kind: 'told' }>['told']['notice'],
  after: LimitMemory,
  now: Instant,
  unsent?: LimitMemory,
): Verdict {
  const memory = { ...after, sequence: after.sequence + 1, lastToldAt: now };
  const quiet = notice.mutedBy === undefined || unsent === undefined ? {} : { unsent };
  return { kind: 'told', told: { key, notice, memory, ...quiet } };
}

function limitNotice(
  { key, finding, samples, now }: LimitCase,
  { sequence }: LimitMemory,
  change: LimitNotice['change'],
  since: Instant,
): LimitNotice {
  const { target, limit, used, quota, stated, parent, figure, inventory } = finding;
  const { increase, ownIncrease } = finding;
  const growth = isPeak(finding) ? undefined : weekGrowth(samples);
  return {
    kind: 'limit',
    change,
    id: noticeId(key, sequence + 1),
    at: now,
    target,
    limit,
    used,
    quota,
    since,
    ...(stated === undefined ? {} : { stated }),
    ...(parent === undefined ? {} : { parent }),
    ...(figure === undefined ? {} : { figure }),
    ...(increase === undefined ? {} : { increase }),
    ...(ownIncrease === undefined ? {} : { ownIncrease }),
    ...(inventory === undefined ? {} : { inventory }),
    ...(growth === undefined ? {} : { weekGrowth: growth }),
  };
}

/** One peak says nothing of the next: between them nothing has grown. */
function isPeak({ figure }: Pick<JudgedFinding, 'figure'>): boolean {
  return figure?.kind === 'peak';
}

/** What is known of the limit, under the account's name of today. */
function rememberedOf({ finding, memory }: LimitCase): LimitMemory {
  const { target, limit } = finding;
  if (memory !== undefined) return { ...memory, account: target.account };
  return { kind: 'limit', account: target.account, place: placeOf(target), limit, sequence: 0 };
}

/** What is left of a memory when its alert is over: the count of notices goes on. */
export function closedMemory({ open: _open, ...memory }: LimitMemory): LimitMemory {
  return memory;
}
