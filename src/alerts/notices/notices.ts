import type { AccountConfiguration, AlertSettings } from '../../model/configuration.ts';
import type { Finding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Forecast, SubjectKey } from '../../model/notice.ts';
import { limitKey, subjectKey } from '../../model/notice.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import { placeOf, targetKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';
import type { MuteProblem } from '../../model/stored-mute.ts';
import { closeAlert, unusedMemories, whyClosed } from './closed.ts';
import type { Decision, Verdict } from './decision.ts';
import { UNCHANGED } from './decision.ts';
import type { DiscoveredAccounts } from './discovery.ts';
import { decideLimit } from './limit.ts';
import { muteOf } from './mutes.ts';
import { decideExpiredMutes, decideMuteProblems } from './once.ts';
import { decidePruneRoles } from './prune-role.ts';
import { decideVisibility, unseenOf, visibilityKey } from './visibility.ts';
import type { Samples } from './samples.ts';

export interface DecisionInput {
  /** The findings of this run, in any order. Default Regions that are not enabled have the state `not-enabled`. */
  readonly findings: readonly Finding[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly samples: Samples;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
  readonly alerts: AlertSettings;
  readonly accounts: readonly AccountConfiguration[];
  readonly limits: readonly LimitDefinition[];
  /** The account discovery; absent when the configuration lists all accounts. */
  readonly discovered?: DiscoveredAccounts;
  /** What AWS answered about prune roles in accounts that are never pruned. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** The problems of stored mutes. The usable stored mutes are in `alerts.mutes`. */
  readonly storedMutes?: {
    readonly problems: readonly MuteProblem[];
    /** False when the stored mutes could not be read. Memories of mutes are then kept: the mutes may still exist. */
    readonly isComplete: boolean;
  };
  readonly now: Instant;
}

/**
 * Returns the notices to send, and the changes to stored memories that need no notice; at most one for each subject.
 * A subject is, for example, a limit or the visibility of a target, a mute, a prune role or a list of accounts. If a run
 * is repeated with the same memories, its notices have the same ids.
 * A limit that becomes unknown or not measured keeps its alert open without reminders: the alert on the visibility of its
 * target reports it.
 */
export function decideNotices(input: DecisionInput): Decision {
  const { alerts, memories, accounts, discovered, now } = input;
  const settings = alerts;
  const verdicts = new Map<SubjectKey, Verdict>();
  for (const finding of input.findings) {
    verdicts.set(limitKey(finding), limitVerdict(input, finding));
  }
  for (const ofTarget of groupBy(input.findings, ({ target }) => targetKey(target)).values()) {
    verdicts.set(visibilityKey(ofTarget[0].target), visibilityVerdict(input, ofTarget));
  }
  const byId = new Map(accounts.map((account) => [String(account.id), account]));
  for (const [key, memory] of Object.entries(memories)) {
    if (memory.kind !== 'limit' && memory.kind !== 'sight') continue;
    const why = whyClosed(memory, byId, input.limits, discovered?.report);
    if (why !== undefined)
      verdicts.set(subjectKey(key), closeAlert(subjectKey(key), memory, why, now));
  }
  const { pruneRoles: readings = [] } = input;
  const discovery = discovered?.report;
  for (const [key, verdict] of decidePruneRoles({ ...input, readings, settings, discovery })) {
    verdicts.set(key, verdict);
  }
  const { problems = [], isComplete = true } = input.storedMutes ?? {};
  const all = [
    ...verdicts.values(),
    ...decideMuteProblems(problems, memories, now),
    ...decideExpiredMutes(alerts.mutes, isComplete, memories, now),
    ...(discovered?.decide({ discovery: discovered.report, accounts, memories, settings, now }) ??
      []),
  ];
  const unused = unusedMemories(memories, Object.keys(input.samples), now)
    .filter((key) => (verdicts.get(key) ?? UNCHANGED).kind === 'unchanged')
    .map((key) => ({ key }));
  return {
    silent: [
      ...all.flatMap((one) => (one.kind === 'silent' ? [one.change] : [])),
      ...unused,
    ].toSorted(byKey),
    due: all.flatMap((one) => (one.kind === 'due' ? [one.due] : [])).toSorted(byKey),
  };
}

function limitVerdict(input: DecisionInput, finding: Finding): Verdict {
  const { memories, alerts, now } = input;
  const key = limitKey(finding);
  const stored = memories[key];
  const memory = stored?.kind === 'limit' ? stored : undefined;
  if (finding.state === 'not-enabled') return closeAlert(key, memory, NOT_ENABLED, now);
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

function visibilityVerdict(input: DecisionInput, ofTarget: OfTarget): Verdict {
  const { memories, alerts, now } = input;
  const { target } = ofTarget[0];
  const key = visibilityKey(target);
  const stored = memories[key];
  const memory = stored?.kind === 'sight' ? stored : undefined;
  if (ofTarget.every(({ state }) => state === 'not-enabled')) {
    return closeAlert(key, memory, NOT_ENABLED, now);
  }
  const unseen = unseenOf(ofTarget);
  const limits = unseen.map(({ limit }) => limit);
  const subject = { account: target.account, place: placeOf(target), limits };
  const mute = muteOf(alerts.mutes, subject, now);
  return decideVisibility({ key, target, unseen, memory, mute, settings: alerts, now });
}

/** The reason for closing alerts in a default Region that the account has not enabled. */
const NOT_ENABLED = 'Region not enabled';

type OfTarget = readonly [Finding, ...Finding[]];

function byKey(a: { readonly key: SubjectKey }, b: { readonly key: SubjectKey }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
