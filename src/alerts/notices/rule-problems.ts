import type { DiscoveryReport, RuleProblem } from '../../model/discovery.ts';
import type { SubjectKey } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { Verdict } from './decision.ts';
import type { DiscoveryCase } from './discovery-case.ts';
import { fingerprint } from './mutes.ts';

const KEY = 'rule/';

/**
 * Each rule that fits nothing, or everything, is told once: as long as it stays so it is remembered, and
 * forgotten when it is corrected.
 */
export function decideRules(
  { memories, now }: Pick<DiscoveryCase, 'memories' | 'now'>,
  { ruleProblems = [] }: Pick<DiscoveryReport, 'ruleProblems'>,
): readonly Verdict[] {
  const problems = new Map(ruleProblems.map((one) => [keyOf(one), one]));
  const solved = Object.keys(memories)
    .filter((key) => key.startsWith(KEY) && !problems.has(subjectKey(key)))
    .map((key): Verdict => ({ kind: 'silent', change: { key: subjectKey(key) } }));
  const fresh = [...problems]
    .filter(([key]) => memories[key] === undefined)
    .map(([key, { at, problem }]): Verdict => ({
      kind: 'told',
      told: {
        key,
        notice: {
          kind: 'discovery',
          id: noticeId(key, 1),
          at: now,
          change: 'rule-problem',
          problem,
          facts: [`It is at ${at}. What it was written for does not happen.`],
          remedy: 'Correct or remove it in watchdog.yml, and deploy again.',
          accounts: [],
          count: 0,
        },
        memory: { kind: 'once', at: now, sequence: 1 },
      },
    }));
  return [...solved, ...fresh];
}

/** Of the rule's content, wherever it stands. */
function keyOf({ problem }: RuleProblem): SubjectKey {
  return subjectKey(`${KEY}${fingerprint(problem)}`);
}
