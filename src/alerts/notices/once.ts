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

/** Problems of stored mutes, alerted once each while they last. */
export function decideMuteProblems(
  problems: readonly MuteProblem[],
  memories: Memories,
  now: Instant,
): readonly Verdict[] {
  const news = problems.map(({ key, problem, remedy }): OnceNews => [
    key,
    { kind: 'state', store: 'mutes', problem, remedy },
  ]);
  // A problem that comes back is another alert, so its number is the time.
  return decideOnce('mute-problem/', news, memories, now, now);
}

/** Rules that match nothing, or everything, alerted once each while they do. */
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

/**
 * Expired mutes that still exist, alerted once each.
 * @param isWhole whether `mutes` is complete; otherwise none is forgotten
 */
export function decideExpiredMutes(
  mutes: readonly Mute[],
  isWhole: boolean,
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
    ({ kind }) => isWhole || kind !== 'silent',
  );
}

/** The same for the same mute; another end or reason makes another mute. */
function muteKey({ accounts, regions, limits, until, owner, reason }: Mute): string {
  return fingerprint(JSON.stringify([accounts, regions, limits, until, owner, reason]));
}

type OnceNews = readonly [string, News | undefined];

/** Alerts on each subject that is not remembered, and forgets the absent ones. */
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
