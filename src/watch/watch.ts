import type { Configuration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchOutcome } from '../model/report.ts';
import type { WatchPorts } from './ports.ts';
import type { Execution } from './judge.ts';
import { judge } from './judge.ts';
import { measureAll } from './measure-all.ts';

/**
 * One watch run in one invocation: measures every target, judges, tells what is news, remembers it, and
 * says how it went. Rejects only for bugs; what AWS refuses is in the outcome.
 */
export async function watch(
  configuration: Configuration,
  limits: readonly LimitDefinition[],
  execution: Execution,
  ports: WatchPorts,
): Promise<WatchOutcome> {
  const startedAt = ports.clock.now();
  const { measure, pruneRole, saveReadings } = ports;
  const saves: Promise<void>[] = [];
  const seen = await measureAll(configuration.accounts, limits, measure, pruneRole, (account) => {
    if (saveReadings !== undefined) saves.push(saveReadings(account));
  });
  const outcome = await judge(configuration, limits, execution, seen, startedAt, ports);
  await Promise.all(saves);
  return outcome;
}
