import { isReplicaName } from '../../../model/function-versions.ts';
import type { EvidenceCheck } from '../../model/evidence.ts';
import type { Reading } from '../../model/inventory.ts';
import type { VersionRef } from '../../model/version.ts';
import type { AliasSources } from '../alias-history.ts';
import { aliasHistoryOf } from '../alias-history.ts';
import { aliasTrail } from '../alias-trail.ts';
import { aliasesOf } from '../aliases.ts';
import { CALLERS } from '../callers.ts';
import { destinationEvidence, readEventInvokeConfigs } from '../event-invoke-configs.ts';
import type { Note } from '../reference-notes.ts';
import type { PruneReads } from './rates.ts';
import { readEach } from './read.ts';
import type { RegionLedger } from './region-ledger.ts';
import { resumeWalk } from './wide.ts';

/** Functions read at once, so that the pace limits and not the latency. No more: policies wait for the other reads. */
const FUNCTIONS_AT_ONCE = 3;
/** Enough for twelve versions a second, in a bucket of their own, where an answer takes half a second. */
const VERSIONS_AT_ONCE = 6;

/** The last of the catalogue first: a function that is opted out needs no other read. */
const FUNCTION_CALLERS = CALLERS.filter((one) => one.kind === 'function').toReversed();
const VERSION_CALLERS = CALLERS.filter((one) => one.kind === 'version');

/** The name under which a walk that was stopped is stored. */
const ALIAS_TRAIL = 'alias-trail';

/**
 * The checks of single functions and versions. Reads within Lambda's common limit go function by function;
 * reads of single versions and of CloudTrail, which have limits of their own, run beside them.
 */
export async function collectFunctions(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
  history: Pick<AliasSources, 'record' | 'aliasesAre'>,
): Promise<void> {
  const lanes = VERSION_CALLERS.map((caller) => ({ caller, refs: new Handover<VersionRef>() }));
  /** Has an item once a function needs its alias history. */
  const trailNeeded = new Handover<true>();
  const readOne = async (functionName: string): Promise<void> => {
    await readFunction(reads, ledger, goOn, functionName);
    const { aliases } = ledger.named(functionName) ?? {};
    if (aliases?.kind === 'read' && needsAliasHistory(ledger, functionName)) trailNeeded.put(true);
    for (const [version, unread] of ledger.pending(functionName)) {
      for (const { caller, refs } of lanes) {
        if (unread.has(caller.check)) refs.put({ region: reads.region, functionName, version });
      }
    }
  };
  const readFunctions = async (): Promise<void> => {
    const names = ledger.functions.map(({ name }) => name);
    await readEach(names, FUNCTIONS_AT_ONCE, goOn, readOne);
    for (const { refs } of lanes) refs.close();
    trailNeeded.close();
    await readDestinations(reads, ledger, goOn);
  };
  const [trail] = await Promise.all([
    followTrail(reads, ledger, goOn, trailNeeded),
    readFunctions(),
    ...lanes.flatMap(({ caller, refs }) =>
      Array.from({ length: VERSIONS_AT_ONCE }, async (): Promise<void> => {
        for (let ref = await refs.next(); ref !== undefined && goOn(); ref = await refs.next()) {
          ledger.begin(caller.check);
          ledger.add(await caller.read(reads, ref));
        }
      }),
    ),
  ]);
  if (trail !== undefined) addAliasHistories(ledger, trail, reads, history);
}

export async function collectAliases(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
): Promise<void> {
  for (const { name } of ledger.functions) {
    if (ledger.needs(name, 'aliases') && goOn()) {
      ledger.addAliases(name, await aliasesOf(reads, name));
    }
  }
}

/** The reads of one function that its candidates still need, fewest answers first. */
async function readFunction(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
  name: string,
): Promise<void> {
  const needs = (check: EvidenceCheck | 'aliases') => ledger.needs(name, check) && goOn();
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
 * Destinations of asynchronous calls of every function of the Region, whatever the request leaves out: one
 * without candidates, or with `$LATEST` alone, may send to another's version. Edge replicas are left out:
 * they have no settings of their own, and no request accepts their names.
 */
async function readDestinations(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
): Promise<void> {
  if (ledger.pendingFor('async-destinations').length === 0) return;
  const names = ledger.functions.map(({ name }) => name).filter((name) => !isReplicaName(name));
  const configsOf = (name: string) => ledger.evidenceOf(name, 'event-invoke-configs');
  const unread = names.filter((name) => configsOf(name) === undefined);
  await readEach(unread, FUNCTIONS_AT_ONCE, goOn, (name) => readConfigs(reads, ledger, name));
  const configs = names.map(configsOf).filter((evidence) => evidence !== undefined);
  // Fewer when time was up.
  if (configs.length < names.length) return;
  ledger.add(destinationEvidence(reads.region, configs, ledger.destinations));
}

/** Reads the Region's trail once `needed` gives an item; undefined when it gives none, or when time is up first. */
async function followTrail(
  reads: PruneReads,
  ledger: RegionLedger,
  goOn: () => boolean,
  needed: Handover<true>,
): Promise<Reading<readonly Note[]> | undefined> {
  if ((await needed.next()) === undefined) return undefined;
  ledger.begin('alias-history');
  const notes = await resumeWalk(ledger, ALIAS_TRAIL, aliasTrail, reads, goOn);
  // Stored until the Region is complete: aliases of other functions may be read in a later slice.
  if (notes?.kind === 'read') {
    ledger.walks.set(ALIAS_TRAIL, { steps: [], later: [], notes: notes.value });
  }
  return notes;
}

/** For every function with candidates; one without aliases may have had some, so a failed trail keeps it too. */
function addAliasHistories(
  ledger: RegionLedger,
  trail: Reading<readonly Note[]>,
  { account, startedAt }: Pick<PruneReads, 'account' | 'startedAt'>,
  history: Pick<AliasSources, 'record' | 'aliasesAre'>,
): void {
  for (const { name, aliases, versions } of ledger.functions) {
    if (aliases?.kind !== 'read' || !needsAliasHistory(ledger, name)) continue;
    const fn = { name, versions, aliases: aliases.value };
    const sources = { account, region: ledger.region, trail, ...history };
    ledger.add(aliasHistoryOf(fn, sources, startedAt));
  }
}

function needsAliasHistory(ledger: RegionLedger, name: string): boolean {
  return (
    ledger.evidenceOf(name, 'alias-history') === undefined && ledger.needs(name, 'alias-history')
  );
}

/** A queue for several takers: each item goes to one of them, in order. */
export class Handover<Item> {
  readonly #items: Item[] = [];
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  put(item: Item): void {
    this.#items.push(item);
    this.#waiting.shift()?.();
  }

  close(): void {
    this.#isClosed = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The next item, once there is one; undefined when the queue is closed and empty. */
  async next(): Promise<Item | undefined> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined || this.#isClosed) return item;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}
