import type { AliasState } from '../../../alerts/state/aliases.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { Configuration } from '../../../model/configuration.ts';
import { roleArn } from '../../../model/aws-ids.ts';
import { partitionOf } from '../../../model/regions.ts';
import type { CollectedEvidence, CollectEvidence } from '../../ports.ts';
import { accountCredentials, stsClient } from '../../../aws/account-session.ts';
import type { Connection } from '../../../aws/clients.ts';
import { planSessionActions } from '../actions.ts';
import { collectEvidence } from './collect-evidence.ts';
import { encodePlanning, parsePlanning } from './state-format.ts';
import { planningProgress } from './planning-progress.ts';
import type { PlanningState } from './state.ts';
import { beginPlanning, evidenceIn, inventoryIn, isComplete, layersIn } from './state.ts';
import type { PruneReads } from './rates.ts';
import { pruneReads } from './rates.ts';

export interface PlanAccess {
  /** Region of the tooling account: where sessions are asked for, and which partition this is. */
  readonly toolingRegion: Region;
  /** The read role: what it allows cannot change anything. */
  readonly role: Configuration['role'];
  readonly sessionName: string;
  /** Whether each version that is to go is asked where its package lies. */
  readonly storageModes: boolean;
  /** What watch runs have seen of aliases; without it the account's CloudTrail is asked. */
  readonly aliasRecord: () => Promise<AliasState | undefined>;
}

/** Reads what a plan is made of, with a session of the read role that is cut to those reads. */
export function evidenceCollector(connection: Connection, access: PlanAccess): CollectEvidence {
  const sts = stsClient(connection, access.toolingRegion);
  const partition = partitionOf(access.toolingRegion);
  return async ({ account, regions, filters, retention, layers }, stored, until) => {
    const state =
      stored === undefined
        ? beginPlanning(account.id, regions, connection.clock.now(), layers)
        : restored(stored);
    const { storageModes } = access;
    const credentials = accountCredentials(sts, connection.clock, {
      account: account.id,
      role: roleArn(partition, account.id, access.role.name, access.role.path),
      externalId: access.role.externalId,
      sessionName: access.sessionName,
      actions: planSessionActions({ storageModes, layers }),
    });
    const { startedAt } = state;
    const reads = new Map<Region, PruneReads>();
    const readsOf = (region: Region): PruneReads => {
      const made =
        reads.get(region) ??
        pruneReads(connection, { account: account.id, region, startedAt, credentials });
      reads.set(region, made);
      return made;
    };
    const [aliasRecord] = await Promise.all([
      access.aliasRecord(),
      // Asked for meanwhile; that it is refused is told where it is needed.
      credentials().catch(() => undefined),
    ]);
    const next = await collectEvidence(state, readsOf, {
      settings: { retention, capLiftedBy: [] },
      filters,
      storageModes,
      ...(aliasRecord !== undefined && { aliasRecord }),
      goOn: () => connection.clock.now() < until,
    });
    if (!isComplete(next)) return unfinished(next, planningProgress(next, { retention, filters }));
    const ofLayers = layersIn(next);
    return {
      kind: 'collected',
      inventory: inventoryIn(next, account),
      evidence: evidenceIn(next),
      ...(ofLayers !== undefined && { layers: ofLayers }),
    };
  };
}

/** @throws Error for a state that this version has not written: the plan has to be begun anew. */
function restored(stored: string): PlanningState {
  const parsed = parsePlanning(stored);
  if (parsed.kind === 'state') return parsed.state;
  throw new Error(`the planning state ${parsed.problem}; begin the plan anew`);
}

function unfinished(state: PlanningState, progress: string): CollectedEvidence {
  return { kind: 'unfinished', state: encodePlanning(state), progress };
}
