import type { Check } from './evidence.ts';
import type { PlanContent, PlannedFunction } from './prune-plan.ts';
import type { RegionStorage } from '../ports.ts';

export const REVIEW_FORMAT = 1;

/** Without a digest, so that nothing of it can be applied. */
export type ReviewedFunction = Omit<PlannedFunction, 'digest'>;

/**
 * Whether a check was made in the listed Regions. `not-needed`: every version that it could concern is kept
 * already.
 */
export const ROW_STATES = ['checked', 'partly', 'not-checked', 'not-needed'] as const;

export interface ReviewedRow {
  readonly check: Check;
  readonly state: (typeof ROW_STATES)[number];
}

/**
 * What could be deleted in an account where nothing is pruned, and why the rest is kept. It has no digest, is
 * stored apart from plans, and no function applies it.
 */
export interface Review extends Omit<
  PlanContent,
  'format' | 'functions' | 'layers' | 'switchedOff'
> {
  readonly format: typeof REVIEW_FORMAT;
  readonly functions: readonly ReviewedFunction[];
  /** All checks, in the order of the catalogue. */
  readonly rows: readonly ReviewedRow[];
  readonly codeStorage: readonly RegionStorage[];
  /** Who asked, as stated by the caller and not verified. */
  readonly requestedBy?: string;
}
