import { watchedLimits } from '../../limits/watched-limits.ts';
import type { Connection } from '../../aws/clients.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import { earlierFigures } from '../../alerts/state/earlier-figures.ts';
import { readState } from '../../alerts/state/store.ts';
import type { CheckPorts } from '../../watch/check.ts';
import { check } from '../../watch/check.ts';
import { targetMeasurer } from '../../watch/measure-target.ts';
import type { Configuration } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { CheckAnswer } from './check-answer.ts';
import { checkAnswer } from './check-answer.ts';
import type { CheckScope } from './check-selection.ts';
import { withSelectionNote } from './check-selection.ts';
import { ownIncreases, endedPrunes } from './reports.ts';

/**
 * Measures the selected scope and returns its report. Sends no alerts, stores nothing and emits no metrics.
 * @param discovery how accounts were discovered; undefined when the file lists all accounts
 */
export async function watchCheck(
  configuration: Configuration,
  selected: CheckScope,
  connection: Connection,
  runId: string,
  discovery?: DiscoveryReport,
): Promise<CheckAnswer> {
  const { deployment, tooling, state } = configuration;
  const { region } = tooling;
  const { signal: _, ...home } = connection;
  const limits = watchedLimits(configuration).filter(({ definition }) =>
    selected.limits.some(({ id }) => id === definition.id),
  );
  const load = (): ReturnType<CheckPorts['load']> =>
    readState(home, { region, ...state, deployment });
  const increases = ownIncreases(configuration, home);
  const measure = targetMeasurer(connection, {
    ...configuration,
    limits,
    sessionName: `${deployment}-check-${runId.slice(0, 8)}`,
    readEarlier: earlierFigures(load),
  });
  const report = await check(
    { ...configuration, accounts: selected.accounts },
    selected.limits,
    runId,
    {
      clock: connection.clock,
      measure,
      load,
      mutes: () => muteStore(home, configuration).load(),
      ...(increases !== undefined && { increases }),
      prunes: endedPrunes(configuration, home),
    },
    discovery,
  );
  return checkAnswer(withSelectionNote(report, selected));
}
