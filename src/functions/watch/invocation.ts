import { Logger } from '@aws-lambda-powertools/logger';

import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import type { eventSender } from '../../alerts/send-events.ts';
import { earlierFigures } from '../../alerts/state/earlier-figures.ts';
import { readState, stateStore } from '../../alerts/state/store.ts';
import type { Connection } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/clients.ts';
import type { Limit } from '../../limits/limit.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import type { Instant } from '../../model/time.ts';
import { instant, MINUTE_MS } from '../../model/time.ts';
import { metricsWriter } from '../../watch/emit-metrics.ts';
import type { Execution } from '../../watch/judge.ts';
import { watchLog } from '../../watch/log.ts';
import type { AccountReaders } from '../../watch/measure-target.ts';
import { accountReaders } from '../../watch/measure-target.ts';
import type { JudgePorts, WatchPorts } from '../../watch/ports.ts';
import { readingsStore, timeOfRun } from '../../watch/readings-store.ts';
import type { InvocationContext, World } from '../world.ts';
import type { Discoverer } from './discover.ts';
import { reportPorts, ownIncreases } from './reports.ts';
import type { RunDeadlines, RunSignals } from './run-deadlines.ts';
import { END_MS, runDeadlines } from './run-deadlines.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import { alertPublisher, subscriptionReader } from '../../alerts/topic/sns.ts';

/** A run's claim, which is its exclusive right to send alerts, lasts at least this long after Lambda's timeout. */
const LEASE_MARGIN_MS = MINUTE_MS;

/** What the watch function needs from its process. It is made once and serves all invocations. */
export interface WatchEnvironment extends World {
  /** Requests to one account and Region. The default rate leaves room for deployments. */
  readonly requestsPerSecond?: number;
  /** Set for configurations with discovery rules. */
  readonly discoverer?: Discoverer;
  /** Set for configurations with an event bus. */
  readonly eventSender?: typeof eventSender;
  readonly writeLine: (line: string) => void;
}

/** One invocation of the watch function, with its connections, deadlines and ports. */
export class WatchInvocation {
  readonly environment: WatchEnvironment;
  readonly runId: string;
  readonly startedAt: Instant;
  readonly logger: Logger;
  readonly traffic = new TrafficMeter();
  /** A connection whose requests have no deadline. */
  readonly connection: Connection;
  /** A connection whose requests end at the deadline for reading. */
  readonly reading: Connection;
  readonly #deadlines: RunDeadlines;
  readonly #remainingMs: number;

  /** @param id the id of the Lambda request, or of the state machine's execution */
  constructor(
    { deployment }: Pick<ConfigurationFile, 'deployment'>,
    environment: WatchEnvironment,
    context: InvocationContext,
    id: string,
  ) {
    const { clock, chance } = environment;
    this.environment = environment;
    // The suffix makes it unique: Lambda may deliver an event twice with one request id.
    this.runId = `${id}-${Math.floor(chance() * 36 ** 4).toString(36)}`;
    this.startedAt = clock.now();
    this.logger = new Logger({ serviceName: deployment });
    this.connection = { ...environment, traffic: this.traffic };
    this.#remainingMs = context.getRemainingTimeInMillis();
    this.#deadlines = runDeadlines(clock, this.#remainingMs);
    this.reading = { ...this.connection, signal: this.#deadlines.signals.reading };
  }

  /** Stops the timers of the deadlines, at the end of the invocation. */
  end(): void {
    this.#deadlines.cancel();
  }

  /** Returns the readers of accounts, which reuse readings that earlier runs stored. `run` is the id of the run. */
  readers(
    configuration: Configuration,
    limits: readonly Limit[],
    run: string,
    scheduledAt: Instant | undefined,
  ): AccountReaders {
    const { tooling, state, deployment } = configuration;
    const { clock, requestsPerSecond } = this.environment;
    return accountReaders(this.reading, {
      ...configuration,
      limits,
      sessionName: `${deployment}-watch-${run.slice(0, 8)}`,
      pruneRole: memberRoleNames(deployment).prune,
      readEarlier: earlierFigures(() =>
        readState(this.reading, { region: tooling.region, ...state, deployment }),
      ),
      readings: readingsStore(this.reading, configuration, {
        runAt: timeOfRun(clock.now(), scheduledAt),
        savingUntil: this.#deadlines.signals.subscriptions,
        failed: (failure) => this.logger.warn('readings', { failure }),
      }),
      ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    });
  }

  alertPorts(file: ConfigurationFile): ReturnType<typeof alertPorts> {
    const { eventSender: sender } = this.environment;
    return alertPorts(file, this.connection, this.runId, this.#deadlines.signals, sender);
  }

  judgePorts(configuration: Configuration): JudgePorts {
    const reporting = { ...this.connection, signal: this.#deadlines.signals.reporting };
    const reportUntil = instant(this.startedAt + this.#remainingMs - END_MS);
    return {
      ...this.alertPorts(configuration),
      ...reportPorts(configuration, reporting, reportUntil),
      emit: metricsWriter(this.environment.writeLine),
      traffic: () => this.traffic.total(),
      log: watchLog(this.logger),
    };
  }

  execution(
    scheduledAt: Instant | undefined,
    discovered: DiscoveredAccounts | undefined,
  ): Execution {
    return {
      runId: this.runId,
      leaseMs: this.#remainingMs + LEASE_MARGIN_MS,
      ...(scheduledAt !== undefined && { scheduledAt }),
      ...(discovered !== undefined && { discovered }),
    };
  }
}

/** Returns the ports for alerts and the state, each with the deadline of its part of the run. */
export function alertPorts(
  file: ConfigurationFile,
  connection: Connection,
  runId: string,
  until: RunSignals,
  sender?: typeof eventSender,
): Pick<WatchPorts, 'clock' | 'publish' | 'subscriptions' | 'store' | 'mutes' | 'increases'> {
  const { tooling, state, deployment, alerts } = file;
  const { region } = tooling;
  const stored = { region, ...state, deployment, runId };
  const bounded = (signal: AbortSignal): Connection => ({ ...connection, signal });
  const loading = stateStore(bounded(until.memory), stored);
  const claiming = stateStore(bounded(until.claim), stored);
  const saving = stateStore(bounded(until.remembering), stored);
  // Mutes and increase requests are read while the subscriptions are, under the same deadline.
  const mutes = muteStore(bounded(until.subscriptions), file);
  const requested = ownIncreases(file, bounded(until.subscriptions));
  return {
    clock: connection.clock,
    publish: {
      ...alertPublisher(bounded(until.publishing), region),
      ...(alerts.eventBusArn !== undefined &&
        sender !== undefined && { events: sender(bounded(until.publishing), region) }),
    },
    subscriptions: subscriptionReader(bounded(until.subscriptions), region),
    mutes: () => mutes.load(),
    ...(requested !== undefined && { increases: requested }),
    store: {
      load: () => loading.load(),
      // A save before the deadline `claim` may be the claim, so it must end by then and leave time for publishing.
      save: (next, replaced) => (until.claim.aborted ? saving : claiming).save(next, replaced),
    },
  };
}
