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

/** The measurements of a run, in the order of the configuration. */
export interface RunResult {
  readonly findings: readonly Finding[];
  readonly aliases: readonly AliasReading[];
  /** How the accounts were found; absent where the file lists them all. */
  readonly found?: DiscoveredAccounts;
  /** Of accounts whose stage is not nonprod. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  readonly keptMutes?: DecisionInput['keptMutes'];
}

/** The alerts of a run, its part of the next state, and forecasts. */
export interface AlertDecision {
  readonly silent: readonly MemoryChange[];
  readonly digests: readonly PendingDigest[];
  readonly samples: WatchState['samples'];
  readonly aliases: AliasState;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
}

/** Decides from the measurements and the state. */
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
 * Copies for another receiver, which change no state: retries for a chat send no second mail.
 * @param isMeant which notices it gets; default: all
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

/** Adds the inventory of a target to all of its limits that functions fill. */
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
