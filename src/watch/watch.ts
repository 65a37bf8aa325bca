import type { Configuration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchOutcome } from '../model/report.ts';
import type { WatchPorts } from './ports.ts';
import type { Execution } from './judge.ts';
import { judge } from './judge.ts';
import { measureAll } from './measure-all.ts';

/** One watch run in one invocation. Rejects only for bugs; refusals of AWS are in the outcome. */
export async function watch(
  configuration: Configuration,
  limits: readonly LimitDefinition[],
  execution: Execution,
  ports: WatchPorts,
): Promise<WatchOutcome> {
  const startedAt = ports.clock.now();
  const { seen, saved } = await measureAll(configuration.accounts, limits, ports);
  const outcome = await judge(configuration, limits, execution, seen, startedAt, ports);
  await saved;
  return outcome;
}
