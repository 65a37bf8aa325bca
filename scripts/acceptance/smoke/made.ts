import type { Connection } from '../../../src/aws/clients.ts';
import type { AccountId, Region } from '../../../src/model/aws-ids.ts';
import { partitionOf } from '../../../src/model/regions.ts';
import type { Instant } from '../../../src/model/time.ts';
import { HOUR_MS } from '../../../src/model/time.ts';
import type { LeftRun } from '../prove/find-leftovers.ts';
import { findLeftovers } from '../prove/find-leftovers.ts';
import { clientsOf, toolsOf } from '../prove/lab.ts';
import type { Leftover } from '../prove/model.ts';
import { removeMade } from '../prove/remove.ts';
import { newProveRunId } from '../prove/run-id.ts';
import { Workshop } from '../prove/workshop.ts';

/** The youngest version that can be pruned is a day old. docs/pruning.md */
const OLD_ENOUGH_MS = 24 * HOUR_MS;

/** A function for the prune, as `--prepare` or a killed run left it. */
export interface MadeFunction {
  readonly left: LeftRun;
  readonly name: string;
  readonly isOldEnough: boolean;
}

/** What this command has made, and no other: by its tag. */
export async function findMade(
  connection: Connection,
  region: Region,
  now: Instant,
): Promise<readonly MadeFunction[]> {
  const { runs } = await findLeftovers(connection, region);
  return runs.flatMap((left): MadeFunction[] => {
    if (left.madeFor !== 'smoke') return [];
    const own = left.resources.find(({ kind }) => kind === 'function');
    const isOldEnough = left.began !== undefined && now - left.began >= OLD_ENOUGH_MS;
    return [{ left, name: own?.name ?? '', isOldEnough: own !== undefined && isOldEnough }];
  });
}

/** A workshop for a new function, and what removes what it made. */
export function openWorkshop(
  connection: Connection,
  place: { readonly account: AccountId; readonly region: Region },
  now: Instant,
  chance: () => number,
): Workshop {
  const run = {
    id: newProveRunId(chance),
    partition: partitionOf(place.region),
    began: now,
    madeFor: 'smoke' as const,
    ...place,
  };
  const { clock, signal } = connection;
  return new Workshop(run, clientsOf(connection, run), { clock, signal });
}

/** @returns what could not be removed */
export async function removeRuns(
  connection: Connection,
  region: Region,
  runs: readonly Pick<LeftRun, 'run' | 'resources'>[],
): Promise<readonly Leftover[]> {
  const left: Leftover[] = [];
  for (const { run, resources } of runs) {
    const tools = { ...toolsOf(connection, { id: run, region }), run };
    left.push(...(await removeMade(tools, resources)).left);
  }
  return left;
}
