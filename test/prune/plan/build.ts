import { createHash } from 'node:crypto';

import type { PlanBasis } from '../../../src/prune/plan/make.ts';
import { planPrune } from '../../../src/prune/plan/make.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import type { AccountRef, VersionRetention } from '../../../src/model/configuration.ts';
import type { FailureReason, ReadFailure } from '../../../src/model/failure.ts';
import type {
  Evidence,
  EvidenceCheck,
  EvidenceOutcome,
  EvidenceScope,
  EvidenceReading,
} from '../../../src/prune/model/evidence.ts';
import { callerOf, EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type {
  Alias,
  InventoriedFunction,
  PruneInventory,
  RegionInventory,
  VersionFacts,
} from '../../../src/prune/model/inventory.ts';
import type {
  PlannedVersion,
  PruneFilters,
  PrunePlan,
} from '../../../src/prune/model/prune-plan.ts';
import { versionKey } from '../../../src/prune/model/version.ts';
import type { Instant } from '../../../src/model/time.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';

export const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
export const IRELAND = region('eu-west-1');
export const VIRGINIA = region('us-east-1');
export const DEV: AccountRef = { id: accountId('111111111111'), name: 'dev', stage: 'nonprod' };

export const RETENTION: VersionRetention = {
  keepNewest: 3,
  keepBelowAlias: 1,
  minimumAgeDays: 7,
  keepFunctions: [],
};
export const ALL: PruneFilters = { functions: [], regions: [] };

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function daysAgo(days: number) {
  return instant(NOW - Math.floor(days * DAY_MS));
}

export function failure(reason: FailureReason = 'denied', operation = 'x:Read'): ReadFailure {
  return {
    reason,
    operation,
    errorName: 'AccessDeniedException',
    message: 'not authorized',
    attempts: 1,
  };
}

export function version(number: number | string, more: Partial<VersionFacts> = {}): VersionFacts {
  return {
    version: String(number),
    packageBytes: bytes(1000),
    modifiedAt: daysAgo(100),
    traits: [],
    storage: 'copy',
    ...more,
  };
}

export function undated(number: number): VersionFacts {
  const { modifiedAt: _, ...others } = version(number);
  return others;
}

export function numbered(first: number, last: number): readonly VersionFacts[] {
  return Array.from({ length: last - first + 1 }, (_, at) => version(first + at));
}

export function alias(
  name: string,
  pointsAt: string | number,
  weights: Readonly<Record<string, number>> = {},
): Alias {
  const weighted = Object.entries(weights).map(([version, weight]) => ({ version, weight }));
  return { name, pointsAt: String(pointsAt), weights: weighted };
}

export function fn(
  name: string,
  versions: readonly VersionFacts[],
  aliases: readonly Alias[] = [],
): InventoriedFunction {
  return { name, versions, aliases: { kind: 'read', value: aliases } };
}

export function inventory(...regions: readonly RegionInventory[]): PruneInventory {
  return { account: DEV, regions, unlisted: [] };
}

export function inIreland(...functions: readonly InventoriedFunction[]): PruneInventory {
  return inventory({ region: IRELAND, functions });
}

/** The kind of scope of each check that is composed of several reads. */
const COMPOSED_SCOPE: Readonly<Record<string, EvidenceScope['kind']>> = {
  invocations: 'version',
  'event-invoke-configs': 'function',
  'async-destinations': 'region',
  'alias-history': 'function',
  'environment-variables': 'region',
};

/** The kind of scope in which a check is read. */
function scopeKindOf(check: EvidenceCheck): EvidenceScope['kind'] {
  const caller = callerOf(check);
  switch (caller.kind) {
    case 'walked':
      return caller.width;
    case 'function':
    case 'version':
      return caller.kind;
    case 'composed': {
      const found = COMPOSED_SCOPE[check];
      if (found === undefined) throw new TypeError(`${check} has no scope`);
      return found;
    }
  }
}

/** Every scope for which a check must be made. */
function scopesOf(check: EvidenceCheck, { regions }: PruneInventory): EvidenceScope[] {
  const kind = scopeKindOf(check);
  switch (kind) {
    case 'account':
      return [{ kind }];
    case 'region':
      return regions.map(({ region }) => ({ kind, region }));
    case 'function':
      return regions.flatMap(({ region, functions }) =>
        functions.map(({ name }) => ({ kind, region, functionName: name })),
      );
    case 'version':
      return regions.flatMap(({ region, functions }) =>
        functions.flatMap(({ name, versions }) =>
          versions.map(({ version }) => ({ kind, region, functionName: name, version })),
        ),
      );
  }
}

/** Evidence in which every check found no use, except for the checks in `instead`. */
export function evidenceOf(
  inventory: PruneInventory,
  instead: Partial<Record<EvidenceCheck, EvidenceOutcome | 'missing'>> = {},
): readonly Evidence[] {
  return EVIDENCE_CHECKS.flatMap((check) => {
    const outcome = instead[check] ?? { kind: 'read', uses: [] };
    if (outcome === 'missing') return [];
    return scopesOf(check, inventory).map((scope): Evidence => ({ check, scope, outcome }));
  });
}

/** The readings of all sources, with one time. */
export function readingsAt(
  { regions }: PruneInventory,
  readAt: Instant,
): readonly EvidenceReading[] {
  return regions.flatMap(({ region }) =>
    EVIDENCE_CHECKS.map((check) => ({ check, region, readAt })),
  );
}

export function basisOf(inventory: PruneInventory, more: Partial<PlanBasis> = {}): PlanBasis {
  return {
    inventory,
    evidence: evidenceOf(inventory),
    settings: { retention: RETENTION, capLiftedBy: ['configuration', 'request'] },
    filters: ALL,
    now: NOW,
    hash: sha256,
    ...more,
  };
}

export function planOf(inventory: PruneInventory, more: Partial<PlanBasis> = {}): PrunePlan {
  return planPrune(basisOf(inventory, more));
}

/** Returns every version of a plan by its key. */
export function verdicts(plan: PrunePlan): ReadonlyMap<string, PlannedVersion> {
  return new Map(
    plan.functions.flatMap(({ region, name, versions }) =>
      versions.map((one) => [
        versionKey({ region, functionName: name, version: one.version }),
        one,
      ]),
    ),
  );
}

export function deleted(plan: PrunePlan): readonly string[] {
  return [...verdicts(plan)].flatMap(([key, { verdict }]) => (verdict === 'delete' ? [key] : []));
}
