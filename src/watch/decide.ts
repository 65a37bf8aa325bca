import { catalogue } from '../limits/catalogue.ts';
import type { CodeInventory } from '../model/code-inventory.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitDefinition, LimitId } from '../model/limit.ts';
import { targetKey } from '../model/target.ts';
import type { Forecast, SubjectKey } from '../model/notice.ts';
import type { PruneRoleReading } from '../model/prune-role.ts';
import type { Instant } from '../model/time.ts';
import type { PendingDigest, WatchState } from '../model/watch-state.ts';
import type { DiscoveredAccounts } from '../alerts/notices/discovery.ts';
import { forecastsOf } from '../alerts/notices/forecast.ts';
import { digestsOf } from '../alerts/notices/group.ts';
import type { MemoryChange } from '../alerts/notices/decision.ts';
import type { DecisionInput } from '../alerts/notices/notices.ts';
import { decideNotices } from '../alerts/notices/notices.ts';
import { recordSamples } from '../alerts/notices/samples.ts';
import type { AliasReading, AliasState } from '../alerts/state/aliases.ts';
import { recordAliases } from '../alerts/state/aliases.ts';
import { isTransition } from '../alerts/notices/severity.ts';
import { CHAT_GROUP_PREFIX, EVENT_GROUP_PREFIX } from '../alerts/notices/watched-topics.ts';

/** What a run has measured, in the order of the configuration. */
export interface RunResult {
  readonly findings: readonly Finding[];
  readonly aliases: readonly AliasReading[];
  /** How the accounts were found; absent where the file lists them all. */
  readonly found?: DiscoveredAccounts;
  /** Of accounts that may never be pruned. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** What is wrong with the mutes that are kept. */
  readonly keptMutes?: DecisionInput['keptMutes'];
}

/** The alerts of a run, what is remembered of it, and when limits will be full. */
export interface AlertDecision {
  readonly silent: readonly MemoryChange[];
  readonly digests: readonly PendingDigest[];
  readonly samples: WatchState['samples'];
  readonly aliases: AliasState;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
}

/** Everything that follows from what a run has measured and what is remembered. */
export function decideAlerts(
  { findings, aliases, found, pruneRoles, keptMutes }: RunResult,
  remembered: WatchState,
  configuration: Pick<Configuration, 'alerts' | 'accounts'>,
  limits: readonly LimitDefinition[],
  now: Instant,
): AlertDecision {
  const { alerts, accounts } = configuration;
  const samples = recordSamples(remembered.samples, findings, now);
  const forecasts = forecastsOf(samples, findings, now);
  const { silent, due } = decideNotices({
    findings: withInventories(findings),
    memories: remembered.memories,
    samples,
    forecasts,
    alerts,
    accounts,
    limits,
    ...(found !== undefined && { found }),
    ...(pruneRoles !== undefined && { pruneRoles }),
    ...(keptMutes !== undefined && { keptMutes }),
    now,
  });
  const { digests, silent: unsent } = digestsOf(due, alerts);
  return {
    silent: [...silent, ...unsent],
    digests: [
      ...digests,
      ...copiesFor(digests, CHAT_GROUP_PREFIX, alerts.chatTopicArn),
      ...copiesFor(digests, EVENT_GROUP_PREFIX, alerts.eventBusArn, isTransition),
    ],
    samples,
    aliases: recordAliases(remembered, aliases, now),
    forecasts,
  };
}

/**
 * The same notices for another receiver, as digests of their own that change no state: a chat that cannot
 * be reached is tried again without a second mail to the others.
 * @param isMeant which notices it gets; all by default
 */
function copiesFor(
  digests: readonly PendingDigest[],
  prefix: string,
  topicArn: string | undefined,
  isMeant: typeof isTransition = () => true,
): readonly PendingDigest[] {
  if (topicArn === undefined) return [];
  return digests
    .map(({ digest: { group, notices } }) => ({
      digest: { group: `${prefix}${group}`, topicArn, notices: notices.filter(isMeant) },
      memories: [],
    }))
    .filter(({ digest }) => digest.notices.length > 0);
}

const FILLED_BY_FUNCTIONS: ReadonlySet<LimitId> = new Set(
  catalogue
    .filter(({ filledBy }) => filledBy === 'functions')
    .map(({ definition }) => definition.id),
);

/** The inventory that one limit of a target has read explains the other limits that functions fill there. */
function withInventories(findings: readonly Finding[]): readonly Finding[] {
  const inventories = new Map<string, CodeInventory>();
  for (const finding of findings) {
    if ('used' in finding && finding.inventory !== undefined) {
      inventories.set(targetKey(finding.target), finding.inventory);
    }
  }
  return findings.map((finding) => {
    const inventory = inventories.get(targetKey(finding.target));
    return 'used' in finding && inventory !== undefined && FILLED_BY_FUNCTIONS.has(finding.limit)
      ? { ...finding, inventory }
      : finding;
  });
}
