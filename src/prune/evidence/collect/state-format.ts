import type { Reader } from '../../../documents/stored-values.ts';
import {
  flag,
  finite,
  isTable,
  listOf,
  made,
  NotUnderstood,
  objectOf,
  oneOf,
  tableOf,
  text,
} from '../../../documents/stored-values.ts';
import { accountId, region as regionCode } from '../../../model/aws-ids.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { Alias, InventoriedFunction, Reading, VersionFacts } from '../../model/inventory.ts';
import { STORAGE_MODES, VERSION_TRAITS } from '../../model/inventory.ts';
import { instant } from '../../../model/time.ts';
import { bytes } from '../../../model/units.ts';
import { layerProgress } from './layer-progress.ts';
import {
  evidencePack,
  listingProgress,
  packed,
  readingOf,
  unpacked,
  versionUse,
} from './state-evidence.ts';
import type { PlanningState, RegionProgress } from './state.ts';
import { PLANNING_FORMAT } from './state.ts';
import type { Step, Walk } from './walk.ts';

const KIND = 'limits-watchdog/planning';

export type ParsedPlanning =
  | { readonly kind: 'state'; readonly state: PlanningState }
  /** `problem` follows "The planning state". */
  | { readonly kind: 'not-understood'; readonly problem: string };

/** `state` as it is stored between two slices. `parsePlanning` gives the same state back. */
export function encodePlanning(state: PlanningState): string {
  const regions = state.regions.map((one) => ({ ...one, evidence: packed(one.evidence) }));
  return JSON.stringify({ kind: KIND, ...state, regions });
}

/** Total: whatever was stored gives a state or says why not. */
export function parsePlanning(stored: string): ParsedPlanning {
  try {
    const found: unknown = JSON.parse(stored);
    if (!isTable(found) || found['kind'] !== KIND) return notUnderstood('is not one of a watchdog');
    if (found['format'] !== PLANNING_FORMAT) return notUnderstood('has another format');
    return { kind: 'state', state: planningState(found, '') };
  } catch (error) {
    if (error instanceof SyntaxError) return notUnderstood('is not JSON');
    if (error instanceof NotUnderstood) {
      return notUnderstood(`cannot be understood: ${error.message}`);
    }
    throw error;
  }
}

function notUnderstood(problem: string): ParsedPlanning {
  return { kind: 'not-understood', problem };
}

const at = made(finite, instant);

const alias: Reader<Alias> = objectOf((of) => {
  const revision = of.maybe('revision', text);
  return {
    name: of.get('name', text),
    pointsAt: of.get('pointsAt', text),
    weights: of.get(
      'weights',
      listOf(
        objectOf((weight) => ({
          version: weight.get('version', text),
          weight: weight.get('weight', finite),
        })),
      ),
    ),
    ...(revision !== undefined && { revision }),
  };
});

const aliases: Reader<Reading<readonly Alias[]>> = readingOf(listOf(alias));

const facts: Reader<VersionFacts> = objectOf((of) => {
  const modifiedAt = of.maybe('modifiedAt', at);
  return {
    version: of.get('version', text),
    packageBytes: of.get('packageBytes', made(finite, bytes)),
    ...(modifiedAt !== undefined && { modifiedAt }),
    traits: of.get('traits', listOf(oneOf(...VERSION_TRAITS))),
    storage: of.get('storage', oneOf(...STORAGE_MODES)),
  };
});

const inventoried: Reader<InventoriedFunction> = objectOf((of) => {
  const read = of.maybe('aliases', aliases);
  return {
    name: of.get('name', text),
    versions: of.get('versions', listOf(facts)),
    ...(read !== undefined && { aliases: read }),
  };
});

const step: Reader<Step> = (stored, path) => {
  const { call, ...more } = tableOf(text)(stored, path);
  return { ...more, call: text(call, `${path}.call`) };
};

const walk: Reader<Walk> = objectOf((of) => ({
  steps: of.get('steps', listOf(step)),
  later: of.get('later', listOf(step)),
  notes: of.get('notes', listOf(tableOf(text))),
}));

/** @throws NotUnderstood for a check that this version does not know. */
const readingTimes: Reader<NonNullable<RegionProgress['readAt']>> = (stored, path) =>
  Object.fromEntries(
    Object.entries(tableOf(at)(stored, path)).map(([check, time]) => [
      oneOf(...EVIDENCE_CHECKS)(check, path),
      time,
    ]),
  );

const regionProgress: Reader<RegionProgress> = objectOf((of) => {
  const region = of.get('region', made(text, regionCode));
  const layers = of.maybe('layers', layerProgress);
  const readAt = of.maybe('readAt', readingTimes);
  return {
    region,
    listing: of.get('listing', listingProgress),
    functions: of.get('functions', listOf(inventoried)),
    walks: of.get('walks', tableOf(walk)),
    destinations: of.get('destinations', listOf(versionUse)),
    evidence: unpacked(of.get('evidence', listOf(evidencePack)), region),
    ...(readAt !== undefined && { readAt }),
    ...(layers !== undefined && { layers }),
    isComplete: of.get('isComplete', flag),
  };
});

const planningState: Reader<PlanningState> = objectOf((of) => ({
  format: PLANNING_FORMAT,
  account: of.get('account', made(text, accountId)),
  startedAt: of.get('startedAt', at),
  regions: of.get('regions', listOf(regionProgress)),
}));
