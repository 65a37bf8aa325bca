import { appliedFilters, appliedSettings } from '../../plan/settings.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { Instant } from '../../../model/time.ts';
import type { PruneFilters, PruneSettings } from '../../model/prune-plan.ts';
import type { AliasSources } from '../alias-history.ts';
import { collectAliases, collectFunctions } from './functions.ts';
import { collectInvocations, collectStorage, collectWide, collectWideInTurn } from './wide.ts';
import { collectLayers } from './layers.ts';
import { ENVIRONMENT } from '../environment-variables.ts';
import { EnvironmentMentions } from './environment-mentions.ts';
import { LayerAttachments } from '../layer-attachments.ts';
import type { PlanRules, Judge } from './region-ledger.ts';
import { pendingOf, RegionLedger } from './region-ledger.ts';
import type { PlanningState, RegionProgress } from './state.ts';
import type { PruneReads } from './rates.ts';
import { listPublished } from './region-inventory.ts';

export interface Collecting {
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly aliasHistory: Pick<AliasSources, 'record' | 'aliasesAre'>;
  /** Whether to read how the code of every version to be deleted is stored: one GetFunction each. */
  readonly storageModes: boolean;
  /** Reads aliases first and wide checks in turn: after a denied read all others are needless, but aliases are known. */
  readonly aliasesFirst?: boolean;
  /** Called before each read; false once this slice has to end. */
  readonly goOn: () => boolean;
  readonly now: () => Instant;
}

/**
 * Reads what a plan of one account still needs, cheap and wide reads first, only of versions that nothing
 * keeps so far. Regions are read side by side, since each has its own limits. When time is up, a later call
 * continues with the returned state. Never rejects for answers of AWS.
 * @throws Error when the reads are not those of the state.
 */
export async function collectEvidence(
  state: PlanningState,
  readsOf: (region: Region) => PruneReads,
  collecting: Collecting,
): Promise<PlanningState> {
  const rules = {
    settings: appliedSettings(collecting.settings),
    filters: appliedFilters(collecting.filters),
    startedAt: state.startedAt,
  };
  const regions = await Promise.all(
    state.regions.map((progress) => {
      const reads = readsOf(progress.region);
      if (reads.account !== state.account || reads.startedAt !== state.startedAt) {
        throw new Error('these reads are of another account, or of another moment, than the state');
      }
      return collectRegion(reads, progress, rules, collecting);
    }),
  );
  return { ...state, regions };
}

async function collectRegion(
  reads: PruneReads,
  before: RegionProgress,
  rules: PlanRules,
  collecting: Collecting,
): Promise<RegionProgress> {
  if (before.isComplete) return before;
  const listed = await listedRegion(reads, before, collecting.goOn);
  if (listed.listing.kind === 'under-way') return listed;
  const functions =
    listed.listing.kind === 'failed'
      ? { ...listed, isComplete: true }
      : await collectListed(
          reads,
          listed,
          (fn, evidence) => pendingOf(fn, evidence, rules),
          collecting,
        );
  if (listed.layers === undefined) return functions;
  // Layers are listed even without functions: each then has the reason why it is kept.
  const attached = listed.listing.kind === 'failed' ? listed.listing : listed.layers.attached;
  const { settings, filters, startedAt: now } = rules;
  const layerRules = { retention: settings.retention, filters, now };
  const layers = await collectLayers(reads, listed.layers, attached, layerRules, collecting.goOn);
  return { ...functions, layers, isComplete: functions.isComplete && layers.isComplete };
}

export async function collectListed(
  reads: PruneReads,
  listed: RegionProgress,
  judge: Judge,
  collecting: Pick<Collecting, 'aliasHistory' | 'aliasesFirst' | 'storageModes' | 'goOn' | 'now'>,
): Promise<RegionProgress> {
  const ledger = new RegionLedger(listed, judge, collecting.now);
  const goOn = (): boolean => {
    const isTime = collecting.goOn();
    if (!isTime) ledger.ranOut();
    return isTime;
  };
  if (collecting.aliasesFirst === true) {
    await collectAliases(reads, ledger, goOn);
    await collectWideInTurn(reads, ledger, goOn);
  } else {
    await collectWide(reads, ledger, goOn);
  }
  await collectInvocations(reads, ledger, goOn);
  await collectFunctions(reads, ledger, goOn, collecting.aliasHistory);
  if (collecting.storageModes) await collectStorage(reads, ledger, goOn);
  return ledger.progress();
}

/** Lists a Region, from where its listing stopped. */
export async function listedRegion(
  reads: PruneReads,
  before: RegionProgress,
  goOn: () => boolean,
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
    goOn,
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
  // Variables come with the listing, which is what a collection begins with.
  const readAt = { ...before.readAt, [ENVIRONMENT]: reads.startedAt };
  const { [ENVIRONMENT]: _, ...walks } = before.walks;
  if (listing.kind === 'done') {
    const evidence = [...before.evidence, mentions.evidence(functions)];
    return { ...progress, listing, functions, readAt, walks, evidence };
  }
  const walk = { steps: [], later: [], notes: mentions.stored(functions) };
  return { ...progress, listing, functions, readAt, walks: { ...walks, [ENVIRONMENT]: walk } };
}

/** Undefined where the listing began without them: what its first pages named is unknown. */
function environmentMentions(
  reads: PruneReads,
  { listing, walks }: RegionProgress,
): EnvironmentMentions | undefined {
  const before = walks[ENVIRONMENT];
  const isBegun = listing.kind === 'under-way' && listing.marker !== undefined;
  if (isBegun && before === undefined) return undefined;
  return new EnvironmentMentions(reads, before?.notes);
}
