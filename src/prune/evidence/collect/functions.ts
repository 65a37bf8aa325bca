import { isReplicaName } from '../../../model/function-versions.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { VersionRef } from '../../model/version.ts';
import type { AliasSources } from '../alias-history.ts';
import { aliasesOf } from '../aliases.ts';
import { CALLERS } from '../callers.ts';
import { concludeTrail, followTrail, needsAliasHistory } from './trail.ts';
import { destinationEvidence, readEventInvokeConfigs } from '../event-invoke-configs.ts';
import { Handover } from './handover.ts';
import type { PruneReads } from './rates.ts';
import type { RegionLedger } from './region-ledger.ts';

/**
 * Functions read at once, so that the pace is what takes time, not the way there and back. No more, since
 * the policies of a function wait for all of its reads.
 */
const FUNCTIONS_AT_ONCE = 3;
/** Versions read at once in a bucket of their own: enough for twelve a second where an answer takes half of one. */
const VERSIONS_AT_ONCE = 6;

/** The last of the catalogue first: a function that is opted out needs no other read. */
const FUNCTION_CALLERS = CALLERS.filter((one) => one.kind === 'function').toReversed();

const VERSION_CALLERS = CALLERS.filter((one) => one.kind === 'version');

/** The versions that one caller is to be asked about, in a limit of its own. */
interface VersionLane {
  readonly caller: (typeof VERSION_CALLERS)[number];
  readonly versions: Handover<VersionRef>;
}

interface Lanes {
  readonly versions: readonly VersionLane[];
  /** Resolved when a function is met whose alias history decides. */
  readonly trail: Handover<true>;
}

/**
 * The checks of single functions and versions. What shares Lambda's common limit goes function by
 * function; what is asked of each of its versions follows in limits of their own, while the
 * next function is read, and so does CloudTrail.
 */
export async function collectFunctions(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
  history: Pick<AliasSources, 'record' | 'aliasesAre'>,
): Promise<void> {
  const lanes: Lanes = {
    versions: VERSION_CALLERS.map((caller) => ({ caller, versions: new Handover<VersionRef>() })),
    trail: new Handover(),
  };
  const names = ledger.functions.map(({ name }) => name);
  const functionByFunction = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined && goOn(); name = names.shift()) {
      await readFunction(reads, ledger, goOn, name);
      if (ledger.named(name)?.aliases?.kind === 'read' && needsAliasHistory(ledger, name)) {
        lanes.trail.put(true);
      }
      for (const [version, unread] of ledger.pending(name)) {
        const ref = { region: reads.region, functionName: name, version };
        for (const { caller, versions } of lanes.versions) {
          if (unread.has(caller.check)) versions.put(ref);
        }
      }
    }
  };
  const shared = async (): Promise<void> => {
    await Promise.all(Array.from({ length: FUNCTIONS_AT_ONCE }, functionByFunction));
    for (const { versions } of lanes.versions) versions.close();
    lanes.trail.close();
    await readDestinations(reads, ledger, goOn);
  };
  const [trail] = await Promise.all([
    followTrail(reads, ledger, goOn, lanes.trail),
    shared(),
    ...lanes.versions.flatMap(({ caller, versions }) =>
      lane(
        versions,
        (ref) => {
          ledger.begin(caller.check);
          return caller.read(reads, ref);
        },
        ledger,
        goOn,
      ),
    ),
  ]);
  concludeTrail(ledger, trail, reads, history);
}

export async function collectAliases(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
): Promise<void> {
  for (const { name } of ledger.functions) {
    const needs = [...ledger.pending(name).values()].some((unread) => unread.has('aliases'));
    if (needs && goOn()) ledger.addAliases(name, await aliasesOf(reads, name));
  }
}

/** Those reads of one function that its candidates still need, fewest answers first. */
async function readFunction(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
  name: string,
): Promise<void> {
  const needs = (check: Parameters<RegionLedger['pendingFor']>[0]): boolean =>
    [...ledger.pending(name).values()].some((unread) => unread.has(check)) && goOn();
  if (needs('aliases')) ledger.addAliases(name, await aliasesOf(reads, name));
  for (const caller of FUNCTION_CALLERS) {
    if (needs(caller.check)) ledger.add(await caller.read(reads, name));
  }
  if (needs('event-invoke-configs')) await readConfigs(reads, ledger, name);
}

async function readConfigs(reads: PruneReads, ledger: RegionLedger, name: string): Promise<void> {
  // One answer serves both.
  ledger.begin('event-invoke-configs');
  ledger.begin('async-destinations');
  const { evidence, destinations } = await readEventInvokeConfigs(reads, name);
  ledger.add(evidence);
  ledger.destinations.push(...destinations);
}

/**
 * Where the results of asynchronous calls go, over every function of the Region, whatever the request
 * leaves out: one without candidates, or with `$LATEST` alone, may send its own to another's version.
 * Edge replicas are left out: they have no settings of their own, and no request takes their names.
 */
async function readDestinations(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
): Promise<void> {
  if (ledger.pendingFor('async-destinations').length === 0) return;
  const names = ledger.functions.map(({ name }) => name).filter((name) => !isReplicaName(name));
  const configsOf = (name: string): Evidence | undefined =>
    ledger.evidenceOf(name, 'event-invoke-configs');
  const unread = names.filter((name) => configsOf(name) === undefined);
  const worker = async (): Promise<void> => {
    for (let name = unread.shift(); name !== undefined && goOn(); name = unread.shift()) {
      await readConfigs(reads, ledger, name);
    }
  };
  await Promise.all(Array.from({ length: FUNCTIONS_AT_ONCE }, worker));
  const configs = names.map(configsOf).filter((evidence) => evidence !== undefined);
  // Time was up, or a read was cut off by it.
  if (configs.length < names.length) return;
  ledger.add(destinationEvidence(reads.region, configs, ledger.destinations));
}

function lane(
  versions: Handover<VersionRef>,
  read: (ref: VersionRef) => Promise<Evidence>,
  ledger: RegionLedger,
  goOn: () => boolean,
): readonly Promise<void>[] {
  const worker = async (): Promise<void> => {
    for (
      let next = await versions.next();
      next !== undefined && goOn();
      next = await versions.next()
    ) {
      ledger.add(await read(next));
    }
  };
  return Array.from({ length: VERSIONS_AT_ONCE }, worker);
}
