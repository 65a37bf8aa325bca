import type { Codec, Parsed } from '../../documents/codec.ts';
import { encode, parse } from '../../documents/codec.ts';
import { account, bytes, count, exactTime, failure, region } from '../../documents/model-values.ts';
import { document, optional, record } from '../../documents/records.ts';
import { anything, list, number, oneOf, restrict, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import { CHECKS, EVIDENCE_CHECKS } from '../evidence/callers.ts';
import type { EvidenceScope, EvidenceReading } from '../model/evidence.ts';
import type { UnlistedRegion } from '../model/inventory.ts';
import { STORAGE_MODES, VERSION_TRAITS } from '../model/inventory.ts';
import type {
  FailedCheck,
  PlannedFunction,
  PlannedVersion,
  PlanTotals,
  PruneFilters,
  PrunePlan,
  PruneSettings,
  UnclearCaller,
  VersionTotals,
} from '../model/prune-plan.ts';
import { CAP_LIFTERS, PLAN_FORMAT } from '../model/prune-plan.ts';
import { KEEP_CODES } from '../model/reason.ts';
import { deletableVersion } from '../model/version.ts';
import { layersPlan } from './layers-json.ts';
import { keepReasons } from './reasons.ts';

/** The time at which the read of a source of evidence began. */
export const evidenceReading = record<EvidenceReading>({
  check: oneOf(EVIDENCE_CHECKS),
  region,
  readAt: exactTime,
});

/** Checked by `deletableVersion`, so a stored plan cannot name a version that may never be deleted. */
export const deletable = restrict(text, deletableVersion, 'the number of a published version');

const facts = {
  packageBytes: bytes,
  traits: list(oneOf(VERSION_TRAITS)),
  storage: oneOf(STORAGE_MODES),
};
const dated = { modifiedAt: optional(exactTime) };

export const keptVersion = record<Extract<PlannedVersion, { verdict: 'keep' }>>({
  version: text,
  ...facts,
  verdict: oneOf(['keep']),
  reasons: keepReasons,
  ...dated,
});

/** The codec of a version to delete. `verdict` is the word that the document uses for the verdict `delete`. */
export function deletedVersion<Verdict extends string>(verdict: Verdict) {
  return record({ version: deletable, ...facts, verdict: oneOf([verdict]), ...dated });
}

const plannedVersion: Codec<PlannedVersion> = variants('verdict', [
  deletedVersion('delete'),
  keptVersion,
]);

const plannedFunction = record<PlannedFunction>({
  region,
  name: text,
  digest: text,
  versions: list(plannedVersion),
});

const total = record<VersionTotals>({ versions: count, packageBytes: bytes });

export const totals = record<PlanTotals>({
  listed: total,
  keep: total,
  delete: total,
  deleteFreesNothing: total,
  deleteStorageUnknown: total,
  deleteSnapStart: total,
  keptFor: list(record({ code: oneOf(KEEP_CODES), versions: count })),
});

const scope: Codec<EvidenceScope> = variants('kind', [
  record({ kind: oneOf(['account']) }),
  record({ kind: oneOf(['region']), region }),
  record({ kind: oneOf(['function']), region, functionName: text }),
  record({ kind: oneOf(['version']), region, functionName: text, version: text }),
]);

/**
 * An empty list. Earlier releases stored which checks were switched off, which was always none, so a plan that names
 * one is refused. New plans omit the field although their format number is unchanged: this release reads plans with
 * and without it; an earlier release refuses a plan without it.
 */
const noChecksOff = restrict<readonly unknown[], readonly never[]>(
  list(anything),
  (found) => (found.length === 0 ? [] : undefined),
  'an empty list: no check can be switched off',
);

/** The fields that plans and reviews have in common, in the part before the functions. */
export const planHead = {
  madeAt: exactTime,
  account,
  regions: list(region),
  unlisted: list(record<UnlistedRegion>({ region, failure })),
  settings: record<PruneSettings>({
    retention: record<VersionRetention>({
      keepNewest: number,
      keepBelowAlias: number,
      minimumAgeDays: number,
      keepFunctions: list(text),
    }),
    capLiftedBy: list(oneOf(CAP_LIFTERS)),
  }),
  filters: record<PruneFilters>({
    functions: list(text),
    regions: list(region),
    olderThanDays: optional(number),
    targetBytes: optional(bytes),
  }),
};

/** The fields that plans and reviews have in common, in the part after the functions. */
export const planChecks = {
  failedChecks: list(record<FailedCheck>({ check: oneOf(CHECKS), scope, failure })),
  evidenceReadAt: optional(list(evidenceReading)),
  couldNotTell: optional(list(record<UnclearCaller>({ check: oneOf(EVIDENCE_CHECKS), by: text }))),
};

const plan = document(
  { kind: 'limits-watchdog.prune-plan' },
  record<PrunePlan>({
    format: oneOf([PLAN_FORMAT]),
    ...planHead,
    functions: list(plannedFunction),
    totals,
    layers: optional(layersPlan),
    ...planChecks,
    switchedOff: optional(noChecksOff),
    notCovered: list(text),
    digest: text,
  }),
);

/** The plan as stored and printed JSON, which `parsePlan` reads. Times are in UTC. */
export function planJson(made: PrunePlan): string {
  return encode(made, plan);
}

/** The plan that `planJson` wrote. `guardPrune` decides whether it is unchanged and may be applied. */
export function parsePlan(json: string): Parsed<PrunePlan> {
  return parse(json, plan);
}
