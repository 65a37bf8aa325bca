import type { Connection } from '../../../src/aws/clients.ts';
import type { AccountId, Region } from '../../../src/model/aws-ids.ts';
import { partitionOf } from '../../../src/model/regions.ts';
import type { Instant } from '../../../src/model/time.ts';
import { HOUR_MS } from '../../../src/model/time.ts';
import type { LeftoverRun } from '../prove/find-leftovers.ts';
import { findLeftovers } from '../prove/find-leftovers.ts';
import { clientsOf, toolsOf } from '../prove/lab.ts';
import type { Leftover } from '../prove/model.ts';
import { removeCreated } from '../prove/remove.ts';
import { newProveRunId } from '../prove/run-id.ts';
import { Workshop } from '../prove/workshop.ts';

/** Only a version that is at least a day old can be pruned. docs/pruning.md */
const OLD_ENOUGH_MS = 24 * HOUR_MS;

/** A function to be pruned, which `--prepare` or a killed run left. */
export interface PreparedFunction {
  readonly left: LeftoverRun;
  readonly name: string;
  readonly isOldEnough: boolean;
}

/** Returns the functions that this command created, recognised by their tag. */
export async function findPrepared(
  connection: Connection,
  region: Region,
  now: Instant,
): Promise<readonly PreparedFunction[]> {
  const { runs } = await findLeftovers(connection, region);
  return runs.flatMap((left): PreparedFunction[] => {
    if (left.madeFor !== 'smoke') return [];
    const own = left.resources.find(({ kind }) => kind === 'function');
    const isOldEnough = left.began !== undefined && now - left.began >= OLD_ENOUGH_MS;
    return [{ left, name: own?.name ?? '', isOldEnough: own !== undefined && isOldEnough }];
  });
}

/** Returns a workshop that creates a new function under a new run id. */
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

/** Deletes the resources of the runs. @returns the resources that could not be deleted */
export async function removeRuns(
  connection: Connection,
  region: Region,
  runs: readonly Pick<LeftoverRun, 'run' | 'resources'>[],
): Promise<readonly Leftover[]> {
  const left: Leftover[] = [];
  for (const { run, resources } of runs) {
    const tools = { ...toolsOf(connection, { id: run, region }), run };
    left.push(...(await removeCreated(tools, resources)).left);
  }
  return left;
}
