import type { Mute } from '../../model/configuration.ts';
import type { RuleProblem } from '../../model/discovery.ts';
import type { Notice } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { MuteProblem } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';
import type { News, Verdict } from './decision.ts';
import { describeMute, fingerprint, muteRef } from './mutes.ts';

type Memories = Readonly<Record<string, Memory>>;

/** Alerts once on each problem of stored mutes, until it is solved. */
export function decideMuteProblems(
  problems: readonly MuteProblem[],
  memories: Memories,
  now: Instant,
): readonly Verdict[] {
  const news = problems.map(({ key, problem, remedy }): OnceNews => [
    key,
    { kind: 'state', store: 'mutes', problem, remedy },
  ]);
  // The time is part of the notice id, so that a problem that comes back gets a new id.
  return decideOnce('mute-problem/', news, memories, now, now);
}

/** Alerts once on each mute, route or account rule without the intended effect, until it is corrected. */
export function decideRules(
  problems: readonly RuleProblem[],
  memories: Memories,
  now: Instant,
): readonly Verdict[] {
  const news = problems.map(({ at, problem }): OnceNews => [
    fingerprint(problem),
    {
      kind: 'discovery',
      change: 'rule-problem',
      problem,
      facts: [`It is at ${at}. It does not have the intended effect.`],
      remedy: 'Correct or remove it in watchdog.yml, and deploy again.',
      accounts: [],
      count: 0,
    },
  ]);
  return decideOnce('rule/', news, memories, now);
}

/** Alerts once on each expired mute that still exists. If `mutes` is not complete, no remembered mute is forgotten. */
export function decideExpiredMutes(
  mutes: readonly Mute[],
  isComplete: boolean,
  memories: Memories,
  now: Instant,
): readonly Verdict[] {
  const news = mutes.map((mute): OnceNews => [
    muteKey(mute),
    mute.until > now
      ? undefined
      : { kind: 'mute-expired', mute: { ...muteRef(mute), covers: describeMute(mute) } },
  ]);
  return decideOnce('mute/', news, memories, now).filter(
    ({ kind }) => isComplete || kind !== 'silent',
  );
}

/** Returns a key made from the content of a mute; with another end or reason it is another mute. */
function muteKey({ accounts, regions, limits, until, owner, reason }: Mute): string {
  return fingerprint(JSON.stringify([accounts, regions, limits, until, owner, reason]));
}

type OnceNews = readonly [string, News | undefined];

/** Alerts on subjects that are not remembered and whose news is defined. Forgets subjects that `news` omits. */
function decideOnce(
  prefix: string,
  news: readonly OnceNews[],
  memories: Memories,
  now: Instant,
  number = 1,
): readonly Verdict[] {
  const current = new Map(news.map(([rest, one]) => [subjectKey(`${prefix}${rest}`), one]));
  const solved = Object.keys(memories)
    .map(subjectKey)
    .filter((key) => key.startsWith(prefix) && !current.has(key))
    .map((key): Verdict => ({ kind: 'silent', change: { key } }));
  const due = [...current].flatMap(([key, one]): readonly Verdict[] => {
    if (one === undefined || memories[key] !== undefined) return [];
    const notice: Notice = { ...one, id: noticeId(key, number), at: now };
    return [{ kind: 'due', due: { key, notice, memory: { kind: 'once', at: now, sequence: 1 } } }];
  });
  return [...solved, ...due];
}
