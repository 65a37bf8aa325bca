import type { Brand } from './aws-ids.ts';
import type { LimitSet } from './limit-choice/sets.ts';
import type { Quantity, Unit } from './units.ts';

/** The key of a limit in configuration, messages and metrics: `lambda-code-storage`. */
export type LimitId = Brand<string, 'LimitId'>;

/** @throws TypeError unless `value` is lower-case words joined by hyphens. */
export function limitId(value: string): LimitId {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value)) {
    throw new TypeError(`${JSON.stringify(value)} is not a limit id`);
  }
  return value as LimitId;
}

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ServiceQuota.html */
export interface QuotaCode {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

/** Reached at `percent` of the limit, or when only `free` is left below the limit. */
export type Threshold =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'free'; readonly free: Quantity };

export interface Thresholds {
  readonly warn: Threshold;
  readonly critical: Threshold;
}

/** A quota that AWS sets, and whether AWS can increase it; or a ceiling of the team where AWS has no quota. */
export type LimitSource =
  | { readonly kind: 'quota'; readonly increase: 'possible' | 'impossible' }
  | { readonly kind: 'ceiling'; readonly default: Quantity };

/** What is known of a limit without a call to AWS. */
export interface LimitDefinition {
  readonly id: LimitId;
  /** `Lambda code storage` */
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
  /** A limit that measures the same without delay. An account that watches both measures only that one. */
  readonly yieldsTo?: LimitId;
  /** The code by which the configuration names the quota. Absent for limits of the catalogue. */
  readonly quota?: QuotaCode;
}

/** The title of a limit; its id where `limits` does not have it. */
export function titleOf(
  limits: readonly Pick<LimitDefinition, 'id' | 'title'>[],
  id: string,
): string {
  return limits.find((limit) => limit.id === id)?.title ?? id;
}

/** Who is responsible for an exception in the configuration, and why it is made. */
export interface Responsibility {
  readonly owner: string;
  readonly reason: string;
}

/** A quota from the configuration, used where AWS's value cannot be read. */
export interface StatedQuota extends Responsibility {
  readonly value: Quantity;
}

/** A limit that is not measured in an account. */
export interface LeftOutLimit extends Responsibility {
  readonly limit: LimitId;
}

/** The thresholds of a limit in one account. */
export interface LimitRule extends Thresholds {
  readonly limit: LimitId;
  /** Of a limit whose source is a ceiling. */
  readonly ceiling?: Quantity;
  /** Of a limit whose source is a quota. */
  readonly statedQuota?: StatedQuota;
  readonly yieldsTo?: LimitId;
}
