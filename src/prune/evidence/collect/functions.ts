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

/** Functions read in parallel: enough that the rate limit sets the speed, few enough that other reads do not wait. */
const FUNCTIONS_AT_ONCE = 3;
/** Versions read in parallel: enough for twelve requests a second with answers that take half a second. */
const VERSIONS_AT_ONCE = 6;

/** The checks of functions, the last in the catalogue first: tags, since an opted-out function needs no other check. */
const FUNCTION_CALLERS = CALLERS.filter((one) => one.kind === 'function').toReversed();
const VERSION_CALLERS = CALLERS.filter((one) => one.kind === 'version');

const ALIAS_TRAIL = 'alias-trail';

/** Reads the checks of functions and of versions. Calls that AWS limits separately run in parallel. */
export async function collectFunctions(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
  history: Pick<AliasSources, 'record' | 'aliasesAre'>,
): Promise<void> {
  const lanes = VERSION_CALLERS.map((caller) => ({ caller, refs: new AsyncQueue<VersionRef>() }));
  const historyNeeded = new AsyncQueue<true>();
  const readOne = async (functionName: string): Promise<void> => {
    await readFunction(reads, ledger, hasTime, functionName);
    const { aliases } = ledger.functionNamed(functionName) ?? {};
    if (aliases?.kind === 'read' && needsAliasHistory(ledger, functionName))
      historyNeeded.put(true);
    for (const [version, unread] of ledger.pending(functionName)) {
      for (const { caller, refs } of lanes) {
        if (unread.has(caller.check)) refs.put({ region: reads.region, functionName, version });
      }
    }
  };
  const readFunctions = async (): Promise<void> => {
    const names = ledger.functions.map(({ name }) => name);
    await readEach(names, FUNCTIONS_AT_ONCE, hasTime, readOne);
    for (const { refs } of lanes) refs.close();
    historyNeeded.close();
    await readDestinations(reads, ledger, hasTime);
  };
  const [trail] = await Promise.all([
    readAliasTrail(reads, ledger, hasTime, historyNeeded),
    readFunctions(),
    ...lanes.flatMap(({ caller, refs }) =>
      Array.from({ length: VERSIONS_AT_ONCE }, async (): Promise<void> => {
        for (let ref = await refs.next(); ref !== undefined && hasTime(); ref = await refs.next()) {
          ledger.begin(caller.check);
          ledger.add(await caller.read(reads, ref));
        }
      }),
    ),
  ]);
  if (trail !== undefined) addAliasHistories(ledger, trail, reads, history);
}

/** Reads the aliases of all functions with candidates: versions that nothing keeps so far. */
export async function collectAliases(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  for (const { name } of ledger.functions) {
    if (ledger.needs(name, 'aliases') && hasTime()) {
      ledger.addAliases(name, await aliasesOf(reads, name));
    }
  }
}

/** Makes the reads of one function that its candidates still need. */
async function readFunction(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
  name: string,
): Promise<void> {
  const needs = (check: EvidenceCheck | 'aliases') => ledger.needs(name, check) && hasTime();
  if (needs('aliases')) ledger.addAliases(name, await aliasesOf(reads, name));
  for (const caller of FUNCTION_CALLERS) {
    if (needs(caller.check)) ledger.add(await caller.read(reads, name));
  }
  if (needs('event-invoke-configs')) await readConfigs(reads, ledger, name);
}

async function readConfigs(reads: PruneReads, ledger: RegionLedger, name: string): Promise<void> {
  // One answer gives the evidence for both checks.
  ledger.begin('event-invoke-configs');
  ledger.begin('async-destinations');
  const { evidence, destinations } = await readEventInvokeConfigs(reads, name);
  ledger.add(evidence);
  ledger.destinations.push(...destinations);
}

/** Reads the destinations of every function of the Region, as one without candidates may send to another's version. */
async function readDestinations(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  if (ledger.pendingFor('async-destinations').length === 0) return;
  const names = ledger.functions.map(({ name }) => name).filter((name) => !isReplicaName(name));
  const configsOf = (name: string) => ledger.evidenceOf(name, 'event-invoke-configs');
  const unread = names.filter((name) => configsOf(name) === undefined);
  await readEach(unread, FUNCTIONS_AT_ONCE, hasTime, (name) => readConfigs(reads, ledger, name));
  const configs = names.map(configsOf).filter((evidence) => evidence !== undefined);
  // The time was up before all functions were read.
  if (configs.length < names.length) return;
  ledger.add(destinationEvidence(reads.region, configs, ledger.destinations));
}

/** Reads alias changes from CloudTrail once `needed` has an item; undefined if it gets none or the time is up first. */
async function readAliasTrail(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
  needed: AsyncQueue<true>,
): Promise<Reading<readonly Note[]> | undefined> {
  if ((await needed.next()) === undefined) return undefined;
  ledger.begin('alias-history');
  const notes = await resumeWalk(ledger, ALIAS_TRAIL, aliasTrail, reads, hasTime);
  // Stored until the Region is complete, since a later invocation may read aliases of other functions.
  if (notes?.kind === 'read') {
    ledger.walks.set(ALIAS_TRAIL, { steps: [], later: [], notes: notes.value });
  }
  return notes;
}

/** Adds the alias history of each function with candidates, also without aliases, since it may have had some. */
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

/** A queue with several consumers; each item goes to one of them, in order. */
export class AsyncQueue<Item> {
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

  /** Waits for the next item; undefined when the queue is closed and empty. */
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
