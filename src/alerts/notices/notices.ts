import type { AccountConfiguration, AlertSettings } from '../../model/configuration.ts';
import type { Finding } from '../../model/finding.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Forecast, SubjectKey } from '../../model/notice.ts';
import { limitKey, subjectKey } from '../../model/notice.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import { placeOf, targetKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';
import type { MuteProblem } from '../../model/stored-mute.ts';
import { decideMuteProblems } from './mute-problems.ts';
import { expiredMutes, goneMutes, muteOf } from './mutes.ts';
import type { SubjectMemory } from './closed.ts';
import { close, unusedMemories, whyGone } from './closed.ts';
import type { Found } from './discovery-case.ts';
import { decideLimit } from './limit.ts';
import { decidePruneRoles } from './prune-role.ts';
import { decideSight, sightKey, unseenOf } from './visibility.ts';
import type { Decision, MemoryChange, Told, Verdict } from './decision.ts';
import { UNCHANGED } from './decision.ts';
import type { Samples } from './samples.ts';

/** Everything that a run's notices are decided from. */
export interface DecisionInput {
  /** Of this run, Regions settled; in any order. */
  readonly findings: readonly Finding[];
  readonly memories: Readonly<Record<string, Memory>>;
  /** With those of this run. */
  readonly samples: Samples;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
  readonly alerts: AlertSettings;
  readonly accounts: readonly AccountConfiguration[];
  /** Every limit that is measured. */
  readonly limits: readonly LimitDefinition[];
  /** How the accounts were found; absent where the file lists them all. */
  readonly found?: Found;
  /** Whether accounts that may never be pruned have a prune role. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** Of the mutes that are kept in the state bucket. Those that mute are among those of `alerts`. */
  readonly keptMutes?: {
    readonly problems: readonly MuteProblem[];
    /** False where they could not be read: what is remembered of them stays. */
    readonly isWhole: boolean;
  };
  readonly now: Instant;
}

/**
 * What is to be told, and what is only remembered. Each subject is in it once at most: a limit of a
 * target, the sight of a target, or a mute.
 *
 * Decided again from the same memories, a notice has the same id. What could not be seen neither
 * raises nor ends the alert of a limit, and is not reminded of: its target is told to be blind.
 */
export function decideNotices(input: DecisionInput): Decision {
  const { alerts, memories, now } = input;
  const verdicts = new Map<SubjectKey, Verdict>();
  for (const finding of input.findings) {
    verdicts.set(limitKey(finding), limitVerdict(input, finding));
  }
  for (const ofTarget of byTarget(input.findings)) {
    verdicts.set(sightKey(ofTarget[0].target), sightVerdict(input, ofTarget));
  }
  const accounts = new Map(input.accounts.map((account) => [String(account.id), account]));
  for (const [key, memory] of Object.entries(memories)) {
    if (memory.kind !== 'limit' && memory.kind !== 'sight') continue;
    const why = whyGone(memory, accounts, input.limits, input.found?.report);
    if (why !== undefined) verdicts.set(subjectKey(key), close(subjectKey(key), memory, why, now));
  }
  const pruneRoles = decidePruneRoles({
    readings: input.pruneRoles ?? [],
    memories,
    accounts: input.accounts,
    settings: alerts,
    ...(input.found !== undefined && { discovery: input.found.report }),
    now,
  });
  for (const [key, verdict] of pruneRoles) verdicts.set(key, verdict);
  const found = input.found?.decide({
    discovery: input.found.report,
    accounts: input.accounts,
    memories,
    settings: alerts,
    now,
  });
  const { problems = [], isWhole = true } = input.keptMutes ?? {};
  const ofMutes = decideMuteProblems(problems, memories, now);
  const silent: MemoryChange[] = [...(found?.silent ?? []), ...ofMutes.silent];
  const told: Told[] = [
    ...expiredMutes(alerts.mutes, memories, now),
    ...ofMutes.told,
    ...(found?.told ?? []),
  ];
  for (const verdict of verdicts.values()) {
    if (verdict.kind === 'silent') silent.push(verdict.change);
    if (verdict.kind === 'told') told.push(verdict.told);
  }
  const forgotten = [
    ...unusedMemories(memories, Object.keys(input.samples), now),
    ...(isWhole ? goneMutes(alerts.mutes, memories) : []),
  ].filter((key) => (verdicts.get(key) ?? UNCHANGED).kind === 'unchanged');
  silent.push(...forgotten.map((key) => ({ key })));
  return { silent: silent.toSorted(byKey), told: told.toSorted(byKey) };
}

function limitVerdict(input: DecisionInput, finding: Finding): Verdict {
  const { memories, alerts, now } = input;
  const key = limitKey(finding);
  const found = memories[key];
  const memory = found?.kind === 'limit' ? found : undefined;
  if (finding.state === 'not-enabled') return leftRegion(key, memory, now);
  if (!('quota' in finding)) return UNCHANGED;
  const { target, limit } = finding;
  const subject = { account: target.account, place: placeOf(target), limits: [limit] };
  return decideLimit({
    key,
    finding,
    memory,
    forecast: input.forecasts.get(key),
    samples: input.samples[key] ?? [],
    mute: muteOf(alerts.mutes, subject, now),
    settings: alerts,
    now,
  });
}

/** `ofTarget` holds all findings of one target. */
function sightVerdict(input: DecisionInput, ofTarget: OfTarget): Verdict {
  const { memories, alerts, now } = input;
  const { target } = ofTarget[0];
  const key = sightKey(target);
  const found = memories[key];
  const memory = found?.kind === 'sight' ? found : undefined;
  if (ofTarget.every(({ state }) => state === 'not-enabled')) return leftRegion(key, memory, now);
  const unseen = unseenOf(ofTarget);
  const limits = unseen.map(({ limit }) => limit);
  const subject = { account: target.account, place: placeOf(target), limits };
  const mute = muteOf(alerts.mutes, subject, now);
  return decideSight({ key, target, unseen, memory, mute, settings: alerts, now });
}

/** The account is not in this Region, and nobody said that it should be: there is nothing to see any more. */
function leftRegion(key: SubjectKey, memory: SubjectMemory | undefined, now: Instant): Verdict {
  return memory === undefined ? UNCHANGED : close(key, memory, 'Region not enabled', now);
}

type OfTarget = readonly [Finding, ...Finding[]];

function byTarget(findings: readonly Finding[]): Iterable<OfTarget> {
  const targets = new Map<string, OfTarget>();
  for (const finding of findings) {
    const key = targetKey(finding.target);
    const before = targets.get(key);
    targets.set(key, before === undefined ? [finding] : [...before, finding]);
  }
  return targets.values();
}

function byKey(a: { readonly key: SubjectKey }, b: { readonly key: SubjectKey }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
