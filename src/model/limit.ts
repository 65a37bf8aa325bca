import type { Brand } from './aws-ids.ts';
import { requireMatch } from './aws-ids.ts';
import type { LimitSet } from './limit-choice/sets.ts';
import type { Quantity, Unit } from './units.ts';

/** The id of a limit in configuration, messages and metrics, such as `lambda-code-storage`. */
export type LimitId = Brand<string, 'LimitId'>;

/** Returns `value` as an id. @throws TypeError unless it consists of lower-case words joined by hyphens. */
export const limitId = (value: string) =>
  requireMatch(value, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'a limit id') as LimitId;

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ServiceQuota.html */
export interface QuotaCode {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

/** A threshold is reached at `percent` of the limit, or when at most `free` is left below the limit. */
export type Threshold =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'free'; readonly free: Quantity };

export interface Thresholds {
  readonly warn: Threshold;
  readonly critical: Threshold;
}

/** The source of a limit: a quota of AWS, which AWS can increase or not, or a ceiling of the team. */
export type LimitSource =
  | { readonly kind: 'quota'; readonly increase: 'possible' | 'impossible' }
  | { readonly kind: 'ceiling'; readonly default: Quantity };

/** The properties of a limit that are known without a call to AWS. */
export interface LimitDefinition {
  readonly id: LimitId;
  /** The name of the limit for people, such as `Lambda code storage`. */
  readonly title: string;
  readonly unit: Unit;
  /** What is counted, as a noun in the plural, such as `buckets`. Empty for bytes. */
  readonly noun: string;
  /** `region` when the limit applies in each Region of an account; `account` when it applies to the whole account. */
  readonly scope: 'region' | 'account';
  readonly source: LimitSource;
  readonly defaults: Thresholds;
  /** A limit of a set is watched only where the configuration names it or its set. Absent: always watched. */
  readonly set?: LimitSet;
  /** Another limit that measures the same without delay. An account that watches both measures only the other limit. */
  readonly yieldsTo?: LimitId;
  /** The codes by which the configuration names the quota. Absent for limits of the catalogue. */
  readonly quota?: QuotaCode;
}

/** The title of the limit `id`; the id itself when `limits` does not contain it. */
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
  /** Present only when the source of the limit is a ceiling. */
  readonly ceiling?: Quantity;
  /** Present only when the source of the limit is a quota. */
  readonly statedQuota?: StatedQuota;
  readonly yieldsTo?: LimitId;
}
