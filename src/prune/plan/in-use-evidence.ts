import type { ReadFailure } from '../../model/failure.ts';
import type { Evidence, EvidenceCheck, EvidenceOutcome, EvidenceScope } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import type { KeepReason } from '../model/reason.ts';
import type { VersionRef } from '../model/version.ts';
import { functionKey, versionKey } from '../model/version.ts';
import { canonicalJson, compareTexts } from './canonical.ts';

/** Whether a check clears a version of which it found no use, or why it does not: a read failed or was not made. */
export type Clearance =
  | { readonly kind: 'cleared' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-read' };

export interface EvidenceIndex {
  /** All uses of the version that any read found, also reads with a scope that does not include the version. */
  readonly usesOf: (ref: VersionRef) => readonly KeepReason[];
  /** `failed` if any read whose scope includes the version failed; `not-read` if no scope does; otherwise `cleared`. */
  readonly clearancesOf: (ref: VersionRef) => (check: EvidenceCheck) => Clearance;
}

const CLEARED: Clearance = { kind: 'cleared' };
const NOT_READ: Clearance = { kind: 'not-read' };

/** Indexes evidence by version. The order of the evidence makes no difference. */
export function indexEvidence(evidence: readonly Evidence[]): EvidenceIndex {
  const outcomes = new Map<string, Map<EvidenceCheck, EvidenceOutcome>>();
  const uses = new Map<string, KeepReason[]>();
  for (const { check, scope, outcome } of evidence) {
    const byCheck = entry(outcomes, scopeKey(scope), () => new Map());
    byCheck.set(check, decisiveOutcome(outcome, byCheck.get(check)));
    if (outcome.kind !== 'read') continue;
    for (const { by, ...ref } of outcome.uses) {
      entry(uses, versionKey(ref), () => []).push({ code: 'in-use', check, by });
    }
  }
  return {
    usesOf: (ref) => [
      ...(uses.get(versionKey(ref)) ?? []),
      ...(uses.get(versionKey({ ...ref, version: EVERY_VERSION })) ?? []),
    ],
    clearancesOf: (ref) => {
      const byScope = scopesOf(ref).flatMap((scope) => outcomes.get(scope) ?? []);
      return (check) => {
        let clearance = NOT_READ;
        for (const byCheck of byScope) {
          clearance = decisiveClearance(clearance, clearanceBy(byCheck.get(check)));
        }
        return clearance;
      };
    },
  };
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function clearanceBy(outcome: EvidenceOutcome | undefined): Clearance {
  if (outcome === undefined) return NOT_READ;
  return outcome.kind === 'failed' ? outcome : CLEARED;
}

const CLEARANCE_WEIGHT = { failed: 2, cleared: 1, 'not-read': 0 } as const;

/** The clearance that counts: `failed` before `cleared` before `not-read`; of two failures `one`, the wider scope's. */
export function decisiveClearance(one: Clearance, other: Clearance): Clearance {
  return CLEARANCE_WEIGHT[other.kind] > CLEARANCE_WEIGHT[one.kind] ? other : one;
}

const OUTCOME_WEIGHT = { failed: 1, read: 0 } as const;

/** Which of two results of one check and scope counts: a failure, and of two failures the same one in either order. */
function decisiveOutcome(
  one: EvidenceOutcome,
  other: EvidenceOutcome | undefined,
): EvidenceOutcome {
  if (other === undefined) return one;
  const more =
    OUTCOME_WEIGHT[one.kind] - OUTCOME_WEIGHT[other.kind] ||
    (one.kind === 'failed' ? compareTexts(canonicalJson(other), canonicalJson(one)) : 0);
  return more >= 0 ? one : other;
}

function scopeKey(scope: EvidenceScope): string {
  switch (scope.kind) {
    case 'account':
      return 'account';
    case 'region':
      return `region ${scope.region}`;
    case 'function':
      return `function ${functionKey(scope.region, scope.functionName)}`;
    case 'version':
      return `version ${versionKey(scope)}`;
  }
}

/** The keys of the scopes that include a version, the widest scope first. */
function scopesOf(ref: VersionRef): readonly string[] {
  const { region, functionName } = ref;
  return [
    'account',
    `region ${region}`,
    `function ${functionKey(region, functionName)}`,
    `version ${versionKey(ref)}`,
  ];
}
