import type { Configuration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchOutcome } from '../model/report.ts';
import type { WatchPorts } from './ports.ts';
import type { Execution } from './judge.ts';
import { judge } from './judge.ts';
import { measureAll } from './measure-all.ts';

/** Does a watch run in one invocation. Rejects only for bugs; failed calls to AWS are in the outcome. */
export async function watch(
  configuration: Configuration,
  limits: readonly LimitDefinition[],
  execution: Execution,
  ports: WatchPorts,
): Promise<WatchOutcome> {
  const startedAt = ports.clock.now();
  const { result, saved } = await measureAll(configuration.accounts, limits, ports);
  const outcome = await judge(configuration, limits, execution, result, startedAt, ports);
  await saved;
  return outcome;
}
