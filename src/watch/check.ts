import { emptyState } from '../alerts/state/format.ts';
import { effectiveMutes } from '../alerts/mutes/effective.ts';
import { runReport } from '../report/make.ts';
import { runStatus, withAttention } from './run-status.ts';
import { forecastsOf } from '../alerts/notices/forecast.ts';
import { recordSamples } from '../alerts/notices/samples.ts';
import type { Configuration } from '../model/configuration.ts';
import type { DiscoveryReport } from '../model/discovery.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { RunReport } from '../model/run-report.ts';
import type { WatchState } from '../model/watch-state.ts';
import type { StateStore } from '../alerts/ports.ts';
import type { WatchPorts } from './ports.ts';
import { measureAll } from './measure-all.ts';

export interface CheckPorts extends Pick<WatchPorts, 'clock' | 'measure' | 'prunes'> {
  readonly load: StateStore['load'];
  /** Loads the stored mutes; undefined when the caller may not read them. */
  readonly mutes?: WatchPorts['mutes'];
  readonly increases?: WatchPorts['increases'];
}

/**
 * Measures and judges limits as a watch run does, and returns the report. Sends no alerts, emits no metrics and
 * stores nothing. Rejects only for bugs.
 * @param discovery how accounts were discovered; undefined when the file lists all accounts
 */
export async function check(
  configuration: Configuration,
  limits: readonly LimitDefinition[],
  runId: string,
  { clock, measure, load, prunes, mutes, increases }: CheckPorts,
  discovery?: DiscoveryReport,
): Promise<RunReport> {
  const { deployment, accounts } = configuration;
  const startedAt = clock.now();
  const { result } = await measureAll(accounts, limits, { measure });
  const measured = result.findings;
  const measuredAt = clock.now();
  const [loaded, lastPrunes, kept] = await Promise.all([load(), prunes(), mutes?.()]);
  const { alerts } = configuration;
  const requested = await increases?.(measured, limits, accounts, measuredAt);
  const findings = requested?.findings ?? measured;
  // No accounts are passed, so that no mute is ignored as covering everything: a check may measure only a few.
  const effective = effectiveMutes(
    { ...configuration, accounts: [] },
    kept ?? { kind: 'missing' },
    limits,
    measuredAt,
  );
  const state = stateIn(loaded);
  const samples = recordSamples(
    (state ?? emptyState(deployment, measuredAt)).samples,
    findings,
    measuredAt,
  );
  const status = runStatus(findings, discovery);
  return runReport(
    {
      deployment,
      runId,
      startedAt,
      measuredAt,
      limits,
      findings,
      status:
        effective.problems.length > 0 || configuration.deploy?.schedulePaused === true
          ? withAttention(status)
          : status,
      ...(discovery !== undefined && { discovery }),
      ...(requested !== undefined && { increases: requested.sentences }),
      ...(effective.problems.length > 0 && {
        muteProblems: effective.problems.map(({ problem }) => problem),
      }),
    },
    'check',
    {
      history: state === undefined ? 'not-known' : 'known',
      samples,
      forecasts: forecastsOf(samples, findings, measuredAt),
      prunes: lastPrunes,
    },
    { ...configuration, alerts: { ...alerts, mutes: effective.mutes } },
  );

  /** Returns the stored state; undefined when it cannot be read. */
  function stateIn(found: Awaited<ReturnType<StateStore['load']>>): WatchState | undefined {
    switch (found.kind) {
      case 'found':
        return found.state;
      case 'missing':
        return emptyState(deployment, measuredAt);
      case 'set-aside':
        return found.restored;
      case 'unreadable':
        return undefined;
    }
  }
}
