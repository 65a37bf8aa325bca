import type { Configuration } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Forecast, SubjectKey } from '../model/notice.ts';
import type { PruneRoleReading } from '../model/prune-role.ts';
import type { Instant } from '../model/time.ts';
import type { PendingDigest, WatchState } from '../model/watch-state.ts';
import { attribute } from './attribute.ts';
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

/** What a run saw, in the order of the configuration. */
export interface Seen {
  readonly findings: readonly Finding[];
  readonly aliases: readonly AliasReading[];
  /** How the accounts were found; absent where the file lists them all. */
  readonly found?: DiscoveredAccounts;
  /** Of accounts that may never be pruned. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** What is wrong with the mutes that are kept. */
  readonly keptMutes?: DecisionInput['keptMutes'];
}

/** What is to be told and remembered of a run, and when limits will be full. */
export interface Telling {
  readonly silent: readonly MemoryChange[];
  readonly digests: readonly PendingDigest[];
  readonly samples: WatchState['samples'];
  readonly aliases: AliasState;
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
}

/** Everything that follows from what a run saw and what is remembered. */
export function whatToTell(
  { findings, aliases, found, pruneRoles, keptMutes }: Seen,
  remembered: WatchState,
  configuration: Pick<Configuration, 'alerts' | 'accounts'>,
  limits: readonly LimitDefinition[],
  now: Instant,
): Telling {
  const { alerts, accounts } = configuration;
  const samples = recordSamples(remembered.samples, findings, now);
  const forecasts = forecastsOf(samples, findings, now);
  const { silent, due } = decideNotices({
    findings: attribute(findings),
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
      ...chatDigests(digests, alerts.chatTopicArn),
      ...eventDigests(digests, alerts.eventBusArn),
    ],
    samples,
    aliases: recordAliases(remembered, aliases, now),
    forecasts,
  };
}

/**
 * The same news for the chat topic, as digests of their own that remember nothing: a chat that cannot
 * be reached is tried again without a second mail to everybody else.
 */
function chatDigests(
  digests: readonly PendingDigest[],
  chatTopicArn: string | undefined,
): readonly PendingDigest[] {
  if (chatTopicArn === undefined) return [];
  return digests.map(({ digest }) => ({
    digest: { ...digest, group: `${CHAT_GROUP_PREFIX}${digest.group}`, topicArn: chatTopicArn },
    memories: [],
  }));
}

/** The transitions of the same news for the event bus, as digests of their own that remember nothing. */
function eventDigests(
  digests: readonly PendingDigest[],
  busArn: string | undefined,
): readonly PendingDigest[] {
  if (busArn === undefined) return [];
  return digests
    .map(({ digest }) => ({
      digest: {
        group: `${EVENT_GROUP_PREFIX}${digest.group}`,
        topicArn: busArn,
        notices: digest.notices.filter(isTransition),
      },
      memories: [],
    }))
    .filter(({ digest }) => digest.notices.length > 0);
}
