import { appliedFilters, appliedSettings } from '../../plan/settings.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { Instant } from '../../../model/time.ts';
import type { PruneFilters, PruneSettings } from '../../model/prune-plan.ts';
import type { AliasSources } from '../alias-history.ts';
import { collectAliases, collectFunctions } from './functions.ts';
import { collectInvocations, collectStorage, collectWide, collectWideInTurn } from './wide.ts';
import { collectLayers } from './layers.ts';
import { ENVIRONMENT } from '../listing.ts';
import { EnvironmentMentions } from './environment-mentions.ts';
import { LayerAttachments } from '../layer-attachments.ts';
import type { PlanRules, FindPending } from './region-ledger.ts';
import { pendingOf, RegionLedger } from './region-ledger.ts';
import type { PlanningState, RegionProgress } from './state.ts';
import type { PruneReads } from './rates.ts';
import { listPublished } from './region-inventory.ts';

/** What to read for a plan, and until when. */
export interface CollectionOptions {
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly aliasHistory: Pick<AliasSources, 'record' | 'aliasesAre'>;
  /** Whether to read how Lambda stores the code of each version to be deleted, with one GetFunction each. */
  readonly storageModes: boolean;
  /** Whether to read aliases first and checks one by one, not in parallel: after a denied read, no more are needed. */
  readonly aliasesFirst?: boolean;
  /** Returns whether there is time for another read. */
  readonly hasTime: () => boolean;
  readonly now: () => Instant;
}

/**
 * Continues to read what a plan of one account needs, until everything is read or the time is up, and returns the new
 * state. Lists of a whole Region or account come first, then reads of single functions and versions, and only for
 * versions that nothing keeps so far. Regions are read in parallel, since AWS limits each separately. An error of AWS is
 * evidence, not a rejection.
 * @throws Error when `readsOf` is for another account or time than the state
 */
export async function collectEvidence(
  state: PlanningState,
  readsOf: (region: Region) => PruneReads,
  options: CollectionOptions,
): Promise<PlanningState> {
  const rules = {
    settings: appliedSettings(options.settings),
    filters: appliedFilters(options.filters),
    startedAt: state.startedAt,
  };
  const regions = await Promise.all(
    state.regions.map((progress) => {
      const reads = readsOf(progress.region);
      if (reads.account !== state.account || reads.startedAt !== state.startedAt) {
        throw new Error('these reads are of another account, or of another moment, than the state');
      }
      return collectRegion(reads, progress, rules, options);
    }),
  );
  return { ...state, regions };
}

async function collectRegion(
  reads: PruneReads,
  before: RegionProgress,
  rules: PlanRules,
  options: CollectionOptions,
): Promise<RegionProgress> {
  if (before.isComplete) return before;
  const listed = await continueListing(reads, before, options.hasTime);
  if (listed.listing.kind === 'under-way') return listed;
  const functions =
    listed.listing.kind === 'failed'
      ? { ...listed, isComplete: true }
      : await collectListed(
          reads,
          listed,
          (fn, evidence) => pendingOf(fn, evidence, rules),
          options,
        );
  if (listed.layers === undefined) return functions;
  // Layers are listed even if the functions are not, so that the plan can say why it keeps each layer.
  const attached = listed.listing.kind === 'failed' ? listed.listing : listed.layers.attached;
  const { settings, filters, startedAt: now } = rules;
  const layerRules = { retention: settings.retention, filters, now };
  const layers = await collectLayers(reads, listed.layers, attached, layerRules, options.hasTime);
  return { ...functions, layers, isComplete: functions.isComplete && layers.isComplete };
}

/** Reads the evidence for the versions of a listed Region. */
export async function collectListed(
  reads: PruneReads,
  listed: RegionProgress,
  findPending: FindPending,
  options: Pick<
    CollectionOptions,
    'aliasHistory' | 'aliasesFirst' | 'storageModes' | 'hasTime' | 'now'
  >,
): Promise<RegionProgress> {
  const ledger = new RegionLedger(listed, findPending, options.now);
  const hasTime = (): boolean => {
    const isTime = options.hasTime();
    if (!isTime) ledger.markUnfinished();
    return isTime;
  };
  if (options.aliasesFirst === true) {
    await collectAliases(reads, ledger, hasTime);
    await collectWideInTurn(reads, ledger, hasTime);
  } else {
    await collectWide(reads, ledger, hasTime);
  }
  await collectInvocations(reads, ledger, hasTime);
  await collectFunctions(reads, ledger, hasTime, options.aliasHistory);
  if (options.storageModes) await collectStorage(reads, ledger, hasTime);
  return ledger.progress();
}

/** Continues the listing of a Region. Its pages also show environment variables and attached layers. */
export async function continueListing(
  reads: PruneReads,
  before: RegionProgress,
  hasTime: () => boolean,
): Promise<RegionProgress> {
  if (before.listing.kind !== 'under-way') return before;
  const { marker } = before.listing;
  const mentions = environmentMentions(reads, before);
  const attachments = new LayerAttachments(reads, before.layers?.attached);
  const listed = await listPublished(
    reads,
    {
      functions: new Map(before.functions.map(({ name, versions }) => [name, versions])),
      ...(marker !== undefined && { marker }),
    },
    hasTime,
    (item) => {
      if (before.layers !== undefined) attachments.add(item);
      mentions?.add(item);
    },
  );
  const attached = attachments.reading;
  const progress = { ...before, ...(before.layers && { layers: { ...before.layers, attached } }) };
  if (listed.kind === 'failed') return { ...progress, listing: listed, functions: [] };
  const { functions: versionsOf, ...listing } = listed;
  const functions = [...versionsOf].map(([name, versions]) => ({ name, versions }));
  if (mentions === undefined) return { ...progress, listing, functions };
  // The listing, with which planning begins, shows the environment variables.
  const readAt = { ...before.readAt, [ENVIRONMENT]: reads.startedAt };
  const { [ENVIRONMENT]: _, ...walks } = before.walks;
  if (listing.kind === 'done') {
    const evidence = [...before.evidence, mentions.evidence(functions)];
    return { ...progress, listing, functions, readAt, walks, evidence };
  }
  const walk = { steps: [], later: [], notes: mentions.stored(functions) };
  return { ...progress, listing, functions, readAt, walks: { ...walks, [ENVIRONMENT]: walk } };
}

/** Returns the collector of environment variables; undefined if an older release began the listing without one. */
function environmentMentions(
  reads: PruneReads,
  { listing, walks }: RegionProgress,
): EnvironmentMentions | undefined {
  const before = walks[ENVIRONMENT];
  const isBegun = listing.kind === 'under-way' && listing.marker !== undefined;
  if (isBegun && before === undefined) return undefined;
  return new EnvironmentMentions(reads, before?.notes);
}
