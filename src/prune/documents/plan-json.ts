import type { AccountRef, VersionRetention } from '../../model/configuration.ts';
import { STAGES } from '../../model/configuration.ts';
import type { EvidenceScope } from '../model/evidence.ts';
import { CHECKS, EVIDENCE_CHECKS } from '../evidence/callers.ts';
import type { VersionFacts } from '../model/inventory.ts';
import { STORAGE_MODES, VERSION_TRAITS } from '../model/inventory.ts';
import type {
  PlannedFunction,
  PlannedVersion,
  PlanTotals,
  PruneFilters,
  PrunePlan,
  VersionTotals,
} from '../model/prune-plan.ts';
import { CAP_LIFTERS, PLAN_FORMAT } from '../model/prune-plan.ts';
import { KEEP_CODES } from '../model/reason.ts';
import { deletableVersion } from '../model/version.ts';
import type { Fields, Parsed, Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  made,
  number,
  object,
  oneOf,
  parsed,
  readAccountId,
  readBytes,
  readCount,
  readFailure,
  readInstant,
  readRegion,
  refined,
  some,
  text,
} from '../../documents/reading.ts';
import { readingForJson, readReading } from './evidence-reading-json.ts';
import { layersForJson, readLayersPlan } from './layers-json.ts';
import { readKeepReason } from './reason-reading.ts';

const PLAN_KIND = 'limits-watchdog.prune-plan';

/** The plan for a program, and for the store: `parsePlan` gives the same plan back. Times are UTC. */
export function planJson(plan: PrunePlan): string {
  return JSON.stringify({
    kind: PLAN_KIND,
    ...plan,
    madeAt: instantText(plan.madeAt),
    ...(plan.evidenceReadAt !== undefined && {
      evidenceReadAt: plan.evidenceReadAt.map(readingForJson),
    }),
    functions: plan.functions.map((fn) => ({ ...fn, versions: fn.versions.map(factsForJson) })),
    ...(plan.layers !== undefined && { layers: layersForJson(plan.layers) }),
  });
}

/** The plan that `planJson` wrote. Whether it is intact and may be applied is for the guard to say. */
export function parsePlan(json: string): Parsed<PrunePlan> {
  return parsed(json, readPlan);
}

/** A version, or any value that extends one, with its date written out. */
export function factsForJson(facts: VersionFacts): object {
  const { modifiedAt, ...others } = facts;
  return modifiedAt === undefined ? others : { ...others, modifiedAt: instantText(modifiedAt) };
}

export const readAccount: Read<AccountRef> = object(({ required }) => ({
  id: required('id', readAccountId),
  name: required('name', text),
  stage: required('stage', oneOf(STAGES)),
}));

const readRetention: Read<VersionRetention> = object(({ required }) => ({
  keepNewest: required('keepNewest', number),
  keepBelowAlias: required('keepBelowAlias', number),
  minimumAgeDays: required('minimumAgeDays', number),
  keepFunctions: required('keepFunctions', list(text)),
}));

const readFilters: Read<PruneFilters> = object(({ required, optional }) => {
  const olderThanDays = optional('olderThanDays', number);
  const targetBytes = optional('targetBytes', readBytes);
  return {
    functions: required('functions', list(text)),
    regions: required('regions', list(readRegion)),
    ...(olderThanDays !== undefined && { olderThanDays }),
    ...(targetBytes !== undefined && { targetBytes }),
  };
});

/** Of a version, all but its number. */
export function otherFacts({ required, optional }: Fields): Omit<VersionFacts, 'version'> {
  const modifiedAt = optional('modifiedAt', readInstant);
  return {
    packageBytes: required('packageBytes', readBytes),
    ...(modifiedAt !== undefined && { modifiedAt }),
    traits: required('traits', list(oneOf(VERSION_TRAITS))),
    storage: required('storage', oneOf(STORAGE_MODES)),
  };
}

const readVersion: Read<PlannedVersion> = object((fields): PlannedVersion => {
  const { required } = fields;
  const facts = otherFacts(fields);
  const verdict = required('verdict', oneOf(['keep', 'delete']));
  if (verdict === 'delete') {
    return { version: required('version', readDeletable), ...facts, verdict };
  }
  const reasons = required('reasons', some(readKeepReason));
  return { version: required('version', text), ...facts, verdict, reasons };
});

/** The same constructor as everywhere: a stored plan cannot hold what none may delete. */
export const readDeletable = made(deletableVersion, 'the number of a published version');

const readFunction: Read<PlannedFunction> = object(({ required }) => ({
  region: required('region', readRegion),
  name: required('name', text),
  digest: required('digest', text),
  versions: required('versions', list(readVersion)),
}));

const readTotal: Read<VersionTotals> = object(({ required }) => ({
  versions: required('versions', readCount),
  packageBytes: required('packageBytes', readBytes),
}));

const readTotals: Read<PlanTotals> = object(({ required }) => ({
  listed: required('listed', readTotal),
  keep: required('keep', readTotal),
  delete: required('delete', readTotal),
  deleteFreesNothing: required('deleteFreesNothing', readTotal),
  deleteStorageUnknown: required('deleteStorageUnknown', readTotal),
  deleteSnapStart: required('deleteSnapStart', readTotal),
  keptFor: required(
    'keptFor',
    list(
      object((kept) => ({
        code: kept.required('code', oneOf(KEEP_CODES)),
        versions: kept.required('versions', readCount),
      })),
    ),
  ),
}));

const readScope: Read<EvidenceScope> = object(({ required }): EvidenceScope => {
  const kind = required('kind', oneOf(['account', 'region', 'function', 'version']));
  if (kind === 'account') return { kind };
  const region = required('region', readRegion);
  if (kind === 'region') return { kind, region };
  const functionName = required('functionName', text);
  if (kind === 'function') return { kind, region, functionName };
  return { kind, region, functionName, version: required('version', text) };
});

/**
 * Former versions wrote which checks were switched off, and always that none was. None can be, so a plan
 * that names one is refused. Plans without the field keep their format: a former reader requires it and
 * refuses them whole, and plans of both kinds are read here.
 */
const nothing: Read<readonly never[]> = refined(
  list((value) => value),
  (found) => (found.length === 0 ? [] : undefined),
  'an empty list: no check can be switched off',
);

/** What a plan and a review have in common. */
type PlanParts = Omit<
  PrunePlan,
  'format' | 'madeAt' | 'functions' | 'layers' | 'switchedOff' | 'digest'
>;

/** Reads what a plan and a review have in common. */
export function readPlanParts({ required, optional }: Fields): PlanParts {
  const evidenceReadAt = optional('evidenceReadAt', list(readReading));
  const couldNotTell = optional(
    'couldNotTell',
    list(
      object((caller) => ({
        check: caller.required('check', oneOf(EVIDENCE_CHECKS)),
        by: caller.required('by', text),
      })),
    ),
  );
  return {
    account: required('account', readAccount),
    regions: required('regions', list(readRegion)),
    unlisted: required(
      'unlisted',
      list(
        object((unlisted) => ({
          region: unlisted.required('region', readRegion),
          failure: unlisted.required('failure', readFailure),
        })),
      ),
    ),
    settings: required(
      'settings',
      object((settings) => ({
        retention: settings.required('retention', readRetention),
        capLiftedBy: settings.required('capLiftedBy', list(oneOf(CAP_LIFTERS))),
      })),
    ),
    filters: required('filters', readFilters),
    totals: required('totals', readTotals),
    failedChecks: required(
      'failedChecks',
      list(
        object((failed) => ({
          check: failed.required('check', oneOf(CHECKS)),
          scope: failed.required('scope', readScope),
          failure: failed.required('failure', readFailure),
        })),
      ),
    ),
    ...(evidenceReadAt !== undefined && { evidenceReadAt }),
    ...(couldNotTell !== undefined && { couldNotTell }),
    notCovered: required('notCovered', list(text)),
  };
}

const readPlan: Read<PrunePlan> = object((fields) => {
  const { required, optional } = fields;
  required('kind', oneOf([PLAN_KIND]));
  const layers = optional('layers', readLayersPlan);
  const switchedOff = optional('switchedOff', nothing);
  const { account, regions, unlisted, settings, filters, totals, failedChecks, ...others } =
    readPlanParts(fields);
  const { evidenceReadAt, couldNotTell, notCovered } = others;
  // In the order in which they are written, so that a plan is written again as it was.
  return {
    format: required('format', oneOf([PLAN_FORMAT])),
    madeAt: required('madeAt', readInstant),
    account,
    regions,
    unlisted,
    settings,
    filters,
    functions: required('functions', list(readFunction)),
    totals,
    ...(layers !== undefined && { layers }),
    failedChecks,
    ...(evidenceReadAt !== undefined && { evidenceReadAt }),
    ...(couldNotTell !== undefined && { couldNotTell }),
    ...(switchedOff !== undefined && { switchedOff }),
    notCovered,
    digest: required('digest', text),
  };
});
