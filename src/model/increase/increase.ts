import type { AccountSelection } from '../configuration.ts';
import type { LimitId } from '../limit.ts';
import type { Instant } from '../time.ts';
import type { Quantity } from '../units.ts';

/** How far one request goes: up by an amount, or up to a multiple of the applied value. */
type IncreaseStep =
  | { readonly kind: 'by'; readonly amount: number }
  | { readonly kind: 'times'; readonly factor: number };

/** Up to where the watchdog may request increases of one limit's quota. */
export interface IncreaseRule extends AccountSelection {
  readonly limit: LimitId;
  /** As globs; all when empty. A limit of the account as a whole is in `global`. */
  readonly regions: readonly string[];
  /** The highest value that is requested, in the limit's unit. */
  readonly ceiling: number;
  readonly step: IncreaseStep;
  /** Whether AWS may open a support case for a request that it does not grant by itself. */
  readonly supportCase: boolean;
}

/** `increases` of watchdog.yml. `dry`: nothing is requested, and reports say what would be. */
export interface IncreaseSettings {
  readonly mode: 'dry' | 'ask';
  /** The first that fits an account, Region and limit counts. */
  readonly rules: readonly IncreaseRule[];
}

/** AWS's own management of quotas, in one account. */
export type AutomaticManagement =
  | { readonly kind: 'off' }
  /** `type` as AWS names it: `NotifyOnly`, `NotifyAndAdjust`. */
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

/** What the watchdog itself did about a quota. */
export interface OwnIncrease {
  readonly state: (typeof OWN_INCREASE_STATES)[number];
  /** What is, was or would be requested; at the ceiling, the ceiling. */
  readonly desired: Quantity;
  /** When it was requested, or read. */
  readonly at: Instant;
  readonly requestId?: string;
}

/** The key of the increase function's state. */
export function increasesKey(deployment: string): string {
  return `${deployment}/increases.json`;
}
