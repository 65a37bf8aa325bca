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
  /** How accounts were discovered; undefined when the file lists all accounts. */
  readonly discovered?: DiscoveredAccounts;
  /** Whether the prune role exists in accounts outside `nonprod`, where it must not exist. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  readonly storedMutes?: DecisionInput['storedMutes'];
}

/** The alerts that a run must send, what it adds to the stored state, and forecasts. */
export interface AlertDecision {
  readonly silent: readonly MemoryChange[];
  readonly digests: readonly PendingDigest[];
  readonly samples: WatchState['samples'];
  readonly aliases: AliasState;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
}

/** Decides which alerts a run sends, from its measurements and the stored state. */
export function decideAlerts(
  { findings, aliases, discovered, pruneRoles, storedMutes }: RunResult,
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
    ...(discovered !== undefined && { discovered }),
    ...(pruneRoles !== undefined && { pruneRoles }),
    ...(storedMutes !== undefined && { storedMutes }),
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
 * Returns copies of the digests for another topic. Copies change no state, so that a retry for a chat does not
 * send a second e-mail.
 * @param isSelected which notices the topic receives; default: all
 */
function copiesFor(
  digests: readonly PendingDigest[],
  prefix: string,
  topicArn: string | undefined,
  isSelected: typeof isTransition = () => true,
): readonly PendingDigest[] {
  if (topicArn === undefined) return [];
  return digests
    .map(({ digest: { group, notices } }) => ({
      digest: { group: `${prefix}${group}`, topicArn, notices: notices.filter(isSelected) },
      memories: [],
    }))
    .filter(({ digest }) => digest.notices.length > 0);
}

const FILLED_BY_FUNCTIONS: ReadonlySet<LimitId> = new Set(
  catalogue
    .filter(({ filledBy }) => filledBy === 'functions')
    .map(({ definition }) => definition.id),
);

/** Adds the inventory of functions in an account and Region to its findings about limits that functions fill. */
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
