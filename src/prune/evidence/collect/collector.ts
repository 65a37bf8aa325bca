import type { Region } from '../../../model/aws-ids.ts';
import type { Configuration } from '../../../model/configuration.ts';
import { roleArn } from '../../../model/aws-ids.ts';
import { partitionOf } from '../../../model/regions.ts';
import type { EvidenceCheck } from '../../model/evidence.ts';
import type {
  CollectEvidence,
  EvidenceRequest,
  PlanningProgress,
  RenewEvidence,
  UnreadPart,
  UnfinishedReading,
} from '../../ports.ts';
import { accountCredentials, stsClient } from '../../../aws/account-session.ts';
import type { Connection } from '../../../aws/clients.ts';
import type { AliasSources } from '../alias-history.ts';
import { planSessionActions } from '../callers.ts';
import { collectEvidence } from './collect-evidence.ts';
import { renewEvidence, unlistedEvidence } from './renew-evidence.ts';
import { encodePlanning, parsePlanning } from './state-format.ts';
import type { PlanningState, RegionProgress } from './state.ts';
import {
  beginPlanning,
  evidenceIn,
  inventoryIn,
  isComplete,
  layersIn,
  listedIn,
  readingsIn,
} from './state.ts';
import type { PruneReads } from './rates.ts';
import { pruneReads } from './rates.ts';
import { count } from '../../../model/units.ts';
import { appliedFilters, appliedSettings } from '../../plan/settings.ts';
import type { FindPending } from './region-ledger.ts';
import { pendingOf, RegionLedger } from './region-ledger.ts';

/** How planning reads an account. */
export interface PlanAccess {
  /** The tooling account's Region, in which sessions are requested. It determines the partition. */
  readonly toolingRegion: Region;
  readonly role: Configuration['role'];
  readonly sessionName: string;
  /** Whether to read how Lambda stores the code of each version to be deleted. */
  readonly storageModes: boolean;
  /** Whether to read aliases first and checks one by one: `CollectionOptions` has the reason. False when absent. */
  readonly aliasesFirst?: boolean;
  /** Reads what watch runs recorded of the aliases. */
  readonly aliasRecord: () => Promise<AliasSources['record']>;
}

/** Returns a function that reads what a plan needs, with a session that allows only the actions of planning. */
export function evidenceCollector(connection: Connection, access: PlanAccess): CollectEvidence {
  const readsFor = sessionOpener(connection, access);
  return async ({ account, regions, filters, retention, layers }, stored, until) => {
    const state =
      stored === undefined
        ? beginPlanning(account.id, regions, connection.clock.now(), layers)
        : restoreState(stored);
    const { readsOf, aliasRecord } = await readsFor(state, layers);
    const next = await collectEvidence(state, readsOf, {
      settings: { retention, capLiftedBy: [] },
      filters,
      storageModes: access.storageModes,
      aliasesFirst: access.aliasesFirst === true,
      aliasHistory: { record: aliasRecord, aliasesAre: 'now' },
      hasTime: () => connection.clock.now() < until && connection.gate?.isClosed !== true,
      now: () => connection.clock.now(),
    });
    if (!isComplete(next)) return unfinished(next, planningProgress(next, { retention, filters }));
    const ofLayers = layersIn(next);
    return {
      kind: 'collected',
      inventory: inventoryIn(next, account),
      evidence: evidenceIn(next),
      readings: readingsIn(next),
      ...(ofLayers !== undefined && { layers: ofLayers }),
    };
  };
}

/** Returns a function that reads evidence of a plan again, with a session that allows only the actions of planning. */
export function evidenceRenewer(connection: Connection, access: PlanAccess): RenewEvidence {
  const readsFor = sessionOpener(connection, access);
  return async ({ account, regionsOf }, stored, until) => {
    const { clock } = connection;
    const before = stored === undefined ? undefined : restoreState(stored);
    const regions = regionsOf((region) => checksReadIn(before, region));
    const codes = regions.map(({ region }) => region);
    const state = before ?? beginPlanning(account, codes, clock.now());
    const { readsOf, aliasRecord } = await readsFor(state, false);
    const next = await renewEvidence(state, readsOf, {
      regions,
      aliasRecord,
      hasTime: () => clock.now() < until,
      now: () => clock.now(),
    });
    if (!isComplete(next))
      return { ...unfinished(next, regionsRead(next)), startedAt: next.startedAt };
    const checksOf = (code: Region) =>
      regions.find(({ region }) => region === code)?.checks ?? new Set<EvidenceCheck>();
    return {
      kind: 'collected',
      evidence: [...evidenceIn(next), ...unlistedEvidence(next, checksOf)],
      readings: readingsIn(next),
      listed: listedIn(next),
    };
  };
}

function checksReadIn(
  state: PlanningState | undefined,
  region: Region,
): ReadonlySet<EvidenceCheck> {
  const begun = state && readingsIn(state).filter((reading) => reading.region === region);
  return new Set(begun?.map(({ check }) => check));
}

/** Returns a function that opens a session of the read role and resolves with its reads by Region and the alias record. */
function sessionOpener(connection: Connection, access: PlanAccess) {
  const { toolingRegion, storageModes, role, sessionName } = access;
  const sts = stsClient(connection, toolingRegion);
  return async ({ account, startedAt }: PlanningState, layers: boolean) => {
    const credentials = accountCredentials(sts, connection.clock, {
      role: roleArn(partitionOf(toolingRegion), account, role.name, role.path),
      externalId: role.externalId,
      sessionName,
      actions: planSessionActions({ storageModes, layers }),
    });
    const reads = new Map<Region, PruneReads>();
    const readsOf = (region: Region): PruneReads => {
      const made =
        reads.get(region) ?? pruneReads(connection, { account, region, startedAt, credentials });
      reads.set(region, made);
      return made;
    };
    const [aliasRecord] = await Promise.all([
      access.aliasRecord(),
      // The session opens in parallel. If AWS refuses it, each read fails with that error.
      credentials().catch(() => undefined),
    ]);
    return { readsOf, aliasRecord };
  };
}

/** Parses a stored planning state. @throws Error when it is unreadable or of another format */
function restoreState(stored: string): PlanningState {
  const parsed = parsePlanning(stored);
  if (parsed.kind === 'state') return parsed.state;
  throw new Error(`the planning state ${parsed.problem}; begin the plan anew`);
}

function unfinished(state: PlanningState, progress: PlanningProgress): UnfinishedReading {
  return { kind: 'unfinished', state: encodePlanning(state), progress };
}

type Rules = Pick<EvidenceRequest, 'retention' | 'filters'>;

function planningProgress(state: PlanningState, rules: Rules): PlanningProgress {
  const { regions } = state;
  const functions = regions.flatMap((region) => region.functions);
  return {
    ...regionsRead(state),
    listed: {
      functions: count(functions.length),
      versions: count(functions.reduce((sum, fn) => sum + fn.versions.length, 0)),
      layers: count(regions.flatMap((region) => region.layers?.layers ?? []).length),
    },
    left: regions
      .filter((region) => !region.isComplete)
      .map((region) => remainingReads(region, state, rules)),
  };
}

function regionsRead({ regions }: PlanningState): PlanningProgress {
  const done = regions.filter((region) => region.isComplete).length;
  return { regions: count(regions.length), read: count(done), left: [] };
}

function remainingReads(
  progress: RegionProgress,
  { startedAt }: PlanningState,
  { retention, filters }: Rules,
): UnreadPart {
  const { region, listing } = progress;
  if (listing.kind === 'under-way') return { region, what: 'listing' };
  const settings = appliedSettings({ retention, capLiftedBy: [] });
  const rules = { settings, filters: appliedFilters(filters), startedAt };
  const findPending: FindPending = (fn, evidence) => pendingOf(fn, evidence, rules);
  const ledger = new RegionLedger(progress, findPending, () => startedAt);
  const unread = ledger.functions.flatMap(({ name }) => [...ledger.pending(name).values()]);
  const versions = count(unread.filter(({ size }) => size > 0).length);
  return versions > 0 ? { region, what: 'checks', versions } : { region, what: 'last-reads' };
}
