import type { AccountSelection } from '../configuration.ts';
import type { LimitId } from '../limit.ts';
import type { Instant } from '../time.ts';
import type { Quantity } from '../units.ts';

/** The value that one request asks for: the applied value plus `amount`, or the applied value times `factor`. */
type IncreaseStep =
  | { readonly kind: 'by'; readonly amount: number }
  | { readonly kind: 'times'; readonly factor: number };

/** Permits the watchdog to request increases of one quota, up to a ceiling. */
export interface IncreaseRule extends AccountSelection {
  readonly limit: LimitId;
  /** Globs of Regions; an empty list matches all. A limit of the account as a whole is in the Region `global`. */
  readonly regions: readonly string[];
  /** The highest value that is requested, in the limit's unit. */
  readonly ceiling: number;
  readonly step: IncreaseStep;
  /** Whether AWS may open a support case for a request that it does not grant by itself. */
  readonly supportCase: boolean;
}

/** The section `increases` of watchdog.yml. In the mode `dry` nothing is requested: reports say what would be. */
export interface IncreaseSettings {
  readonly mode: 'dry' | 'ask';
  /** The first rule that matches an account, Region and limit applies. */
  readonly rules: readonly IncreaseRule[];
}

/** The state of the automatic quota management of AWS in one account. */
export type AutomaticManagement =
  | { readonly kind: 'off' }
  /** `type` is AWS's opt-in type, such as `NotifyAndAdjust`; `excluded` lists services with excluded quotas. */
  | { readonly kind: 'on'; readonly type: string; readonly excluded: readonly string[] }
  | { readonly kind: 'unknown'; readonly problem: string };

export const OWN_INCREASE_STATES = [
  'would-request', // dry; what it would request now
  'unconfirmed', // sent; whether AWS has accepted it is not known yet
  'requested',
  'granted',
  'partly-granted',
  'not-granted', // AWS has decided, and the quota is as before
  'at-ceiling', // nothing is requested: the applied value has reached the ceiling of watchdog.yml
] as const;

/** The increase of a quota that the watchdog itself requested, or would request. */
export interface OwnIncrease {
  readonly state: (typeof OWN_INCREASE_STATES)[number];
  /** The value that is, was or would be requested; in the state `at-ceiling`, the ceiling. */
  readonly desired: Quantity;
  /** When the increase was requested or, if it was not, when the quota was read. */
  readonly at: Instant;
  readonly requestId?: string;
}

/** The S3 key of the state of the increase function. */
export function increasesKey(deployment: string): string {
  return `${deployment}/increases.json`;
}
