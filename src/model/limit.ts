import type { Brand } from './aws-ids.ts';
import type { LimitSet } from './limit-choice/sets.ts';
import type { Quantity, Unit } from './units.ts';

/** The stable key of a limit in configuration, messages and metrics: `lambda-code-storage`. */
export type LimitId = Brand<string, 'LimitId'>;

/** @throws TypeError unless `value` is lower-case words joined by hyphens. */
export function limitId(value: string): LimitId {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value)) {
    throw new TypeError(`${JSON.stringify(value)} is not a limit id`);
  }
  return value as LimitId;
}

/** As Service Quotas names a quota. */
export interface QuotaCode {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

/** The point at which a limit is judged. `percent` is of the limit; `free` is what must be left below it. */
export type Threshold =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'free'; readonly free: Quantity };

export interface Thresholds {
  readonly warn: Threshold;
  readonly critical: Threshold;
}

/**
 * Where the limit's value comes from: a quota that AWS sets (and whether AWS can raise it), or a
 * ceiling that the team sets because AWS has none.
 */
export type LimitSource =
  | { readonly kind: 'quota'; readonly increase: 'possible' | 'impossible' }
  | { readonly kind: 'ceiling'; readonly default: Quantity };

/** What is known of a limit without asking AWS. How it is measured stands beside it, in `aws/limits/`. */
export interface LimitDefinition {
  readonly id: LimitId;
  /** For people: `Lambda code storage`. */
  readonly title: string;
  readonly unit: Unit;
  /** What a count counts, in the plural: `buckets`. Empty for bytes. */
  readonly noun: string;
  /** `region`: once per account and Region. `account`: once per account. */
  readonly scope: 'region' | 'account';
  readonly source: LimitSource;
  readonly defaults: Thresholds;
  /** Watched only where the configuration names it or this set. Absent: watched always. */
  readonly set?: LimitSet;
  /**
   * The limit that measures the same without delay: where both are chosen for an account, only that one
   * is measured.
   */
  readonly yieldsTo?: LimitId;
  /** Of a quota that the configuration names by its code. Absent: a limit of the catalogue. */
  readonly quota?: QuotaCode;
}

/** The title of a limit; its id where `limits` does not have it. */
export function titleOf(
  limits: readonly Pick<LimitDefinition, 'id' | 'title'>[],
  id: string,
): string {
  return limits.find((limit) => limit.id === id)?.title ?? id;
}

/** Who answers for something that the configuration does otherwise, and why. */
export interface Responsibility {
  readonly owner: string;
  readonly reason: string;
}

/** A quota that the configuration states, for where AWS's own value cannot be read. */
export interface StatedQuota extends Responsibility {
  readonly value: Quantity;
}

/** A limit that is not measured in an account. */
export interface LeftOutLimit extends Responsibility {
  readonly limit: LimitId;
}

/** A limit as it is to be judged in one account. `ceiling` is there for limits whose source is a ceiling. */
export interface LimitRule extends Thresholds {
  readonly limit: LimitId;
  readonly ceiling?: Quantity;
  /** Of a limit whose source is a quota. */
  readonly statedQuota?: StatedQuota;
  /** As of the limit's definition. */
  readonly yieldsTo?: LimitId;
}
