import type { SubjectKey } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { MuteProblem } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';
import type { Decision, Told } from './decision.ts';

const KEY = 'mute-problem/';

/** Each problem of the kept mutes is alerted once, and forgotten when it is solved. */
export function decideMuteProblems(
  problems: readonly MuteProblem[],
  memories: Readonly<Record<string, Memory>>,
  now: Instant,
): Decision {
  const current = new Map<SubjectKey, MuteProblem>(
    problems.map((one) => [subjectKey(`${KEY}${one.key}`), one]),
  );
  const solved = Object.keys(memories)
    .map(subjectKey)
    .filter((key) => key.startsWith(KEY) && !current.has(key));
  const told = [...current]
    .filter(([key]) => memories[key] === undefined)
    .map(([key, { problem, remedy }]): Told => ({
      key,
      // Made of the time: the same problem may come back, and is another alert then.
      notice: {
        kind: 'state',
        store: 'mutes',
        id: noticeId(key, now),
        at: now,
        problem,
        remedy,
      },
      memory: { kind: 'once', at: now, sequence: 1 },
    }));
  return { silent: solved.map((key) => ({ key })), told };
}
