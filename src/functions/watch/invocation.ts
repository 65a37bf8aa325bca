import { Logger } from '@aws-lambda-powertools/logger';

import type { DiscoveredAccounts } from '../../alerts/notices/discovery.ts';
import type { eventSender } from '../../alerts/send-events.ts';
import { earlierFigures } from '../../alerts/state/earlier-figures.ts';
import { readState } from '../../alerts/state/store.ts';
import type { Connection } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
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
import type { JudgePorts } from '../../watch/ports.ts';
import { readingsStore, timeOfRun } from '../../watch/readings-store.ts';
import type { InvocationContext, World } from '../world.ts';
import { alertPorts } from './alert-ports.ts';
import type { Discoverer } from './discover.ts';
import { reportPorts } from './reports.ts';
import type { RunDeadlines } from './run-deadlines.ts';
import { END_MS, runDeadlines } from './run-deadlines.ts';

/** How much longer than it can run a run keeps others from publishing in its place. */
const LEASE_MARGIN_MS = MINUTE_MS;

/** What is around the watch function, made once a process. */
export interface WatchEnvironment extends World {
  /** To one account and Region, instead of the pace that leaves deployments their share. */
  readonly requestsPerSecond?: number;
  /** Needed where the configuration has rules for accounts. */
  readonly discoverer?: Discoverer;
  /** Needed where the configuration has an event bus. */
  readonly eventSender?: typeof eventSender;
  readonly writeLine: (line: string) => void;
}

/** One invocation of the watch function, whatever it is asked for: what reading, alerting and reporting use. */
export class WatchInvocation {
  readonly environment: WatchEnvironment;
  readonly runId: string;
  readonly startedAt: Instant;
  readonly logger: Logger;
  readonly traffic = new TrafficMeter();
  /** Without a deadline. */
  readonly connection: Connection;
  /** Until the time for reading is up. */
  readonly reading: Connection;
  readonly #until: RunDeadlines;
  readonly #remainingMs: number;

  /** @param id of the request, or of the execution of the state machine */
  constructor(
    { deployment }: Pick<ConfigurationFile, 'deployment'>,
    environment: WatchEnvironment,
    context: InvocationContext,
    id: string,
  ) {
    const { clock, chance } = environment;
    this.environment = environment;
    // One execution's own: Lambda may deliver one event twice under the same request id.
    this.runId = `${id}-${Math.floor(chance() * 36 ** 4).toString(36)}`;
    this.startedAt = clock.now();
    this.logger = new Logger({ serviceName: deployment });
    this.connection = { ...environment, traffic: this.traffic };
    this.#remainingMs = context.getRemainingTimeInMillis();
    this.#until = runDeadlines(clock, this.#remainingMs);
    this.reading = { ...this.connection, signal: this.#until.signals.reading };
  }

  /** To be called at the end: the clock is not slept on any longer. */
  end(): void {
    this.#until.cancel();
  }

  /** What reads the accounts for a run, with what earlier runs have read. */
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
        savingUntil: this.#until.signals.subscriptions,
        failed: (failure) => this.logger.warn('readings', { failure }),
      }),
      ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    });
  }

  /** What alerting and remembering need; each part stops at its own deadline. */
  alertPorts(file: ConfigurationFile): ReturnType<typeof alertPorts> {
    const { eventSender: sender } = this.environment;
    return alertPorts(file, this.connection, this.runId, this.#until.signals, sender);
  }

  /** What judging a run needs, and telling of it. */
  judgePorts(configuration: Configuration): JudgePorts {
    const reporting = { ...this.connection, signal: this.#until.signals.reporting };
    const reportUntil = instant(this.startedAt + this.#remainingMs - END_MS);
    return {
      ...this.alertPorts(configuration),
      ...reportPorts(configuration, reporting, reportUntil),
      emit: metricsWriter(this.environment.writeLine),
      traffic: () => this.traffic.total(),
      log: watchLog(this.logger),
    };
  }

  execution(scheduledAt: Instant | undefined, found: DiscoveredAccounts | undefined): Execution {
    return {
      runId: this.runId,
      leaseMs: this.#remainingMs + LEASE_MARGIN_MS,
      ...(scheduledAt !== undefined && { scheduledAt }),
      ...(found !== undefined && { found }),
    };
  }
}
