import { isTable, parseJson, Unreadable } from '../../../documents/codec.ts';
import { accountId, bytes, epochTime, region } from '../../../documents/model-values.ts';
import { convertedRecord, openRecord, optional, record } from '../../../documents/records.ts';
import {
  converted,
  flag,
  list,
  number,
  oneOf,
  restrict,
  table,
  text,
} from '../../../documents/values.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { Alias, InventoriedFunction, VersionFacts } from '../../model/inventory.ts';
import { STORAGE_MODES, VERSION_TRAITS } from '../../model/inventory.ts';
import type { Instant } from '../../../model/time.ts';
import { layerProgress, PLANNING_FORMAT } from './state.ts';
import type { EvidencePack } from './state-evidence.ts';
import {
  evidencePack,
  listingProgress,
  packEvidence,
  readingOf,
  unpackEvidence,
  versionUse,
} from './state-evidence.ts';
import type { PlanningState, RegionProgress } from './state.ts';
import type { Step, Walk } from './walk.ts';

const KIND = 'limits-watchdog/planning';

export type ParsedPlanning =
  | { readonly kind: 'state'; readonly state: PlanningState }
  /** `problem` continues the sentence "The planning state …". */
  | { readonly kind: 'not-understood'; readonly problem: string };

export function encodePlanning(state: PlanningState): string {
  return JSON.stringify({ kind: KIND, ...planningState.write(state) });
}

/** Parses a stored planning state. Never throws. */
export function parsePlanning(stored: string): ParsedPlanning {
  const found = parseJson(stored);
  if (found === undefined) return notUnderstood('is not JSON');
  if (!isTable(found) || found['kind'] !== KIND) return notUnderstood('is not one of a watchdog');
  if (found['format'] !== PLANNING_FORMAT) return notUnderstood('has another format');
  try {
    return { kind: 'state', state: planningState.read(found) };
  } catch (error) {
    if (error instanceof Unreadable) return notUnderstood(`cannot be understood: ${error.detail}`);
    throw error;
  }
}

function notUnderstood(problem: string): ParsedPlanning {
  return { kind: 'not-understood', problem };
}

const alias = record<Alias>({
  name: text,
  pointsAt: text,
  weights: list(record({ version: text, weight: number })),
  revision: optional(text),
});

const facts = record<VersionFacts>({
  version: text,
  packageBytes: bytes,
  modifiedAt: optional(epochTime),
  traits: list(oneOf(VERSION_TRAITS)),
  storage: oneOf(STORAGE_MODES),
});

const inventoried = record<InventoriedFunction>({
  name: text,
  versions: list(facts),
  aliases: optional(readingOf(list(alias))),
});

const step = restrict<Readonly<Record<string, string>>, Step>(
  table(text),
  ({ call, ...more }) => (call === undefined ? undefined : { ...more, call }),
  'a call',
);

const walk = record<Walk>({ steps: list(step), later: list(step), notes: list(table(text)) });

type ReadingTimes = NonNullable<RegionProgress['readAt']>;

const readingTimes = converted<Readonly<Record<string, Instant>>, ReadingTimes>(
  table(epochTime),
  (times) => {
    const isKnown = Object.keys(times).every((check) => CHECK_NAMES.has(check));
    return isKnown ? times : undefined;
  },
  (times) => times,
  'times of known checks',
);

const CHECK_NAMES: ReadonlySet<string> = new Set(EVIDENCE_CHECKS);

const regionProgress = convertedRecord(
  record<Omit<RegionProgress, 'evidence'> & { readonly evidence: readonly EvidencePack[] }>({
    region,
    listing: listingProgress,
    functions: list(inventoried),
    walks: table(walk),
    destinations: list(versionUse),
    evidence: list(evidencePack),
    readAt: optional(readingTimes),
    layers: optional(layerProgress),
    isComplete: flag,
  }),
  (stored): RegionProgress => ({
    ...stored,
    evidence: unpackEvidence(stored.evidence, stored.region),
  }),
  (progress) => ({ ...progress, evidence: packEvidence(progress.evidence) }),
);

const planningState = openRecord<PlanningState>({
  format: oneOf([PLANNING_FORMAT]),
  account: accountId,
  startedAt: epochTime,
  regions: list(regionProgress),
});
