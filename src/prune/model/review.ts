import type { Check } from './evidence.ts';
import type { PlanContent, PlannedFunction } from './prune-plan.ts';
import type { RegionStorage } from '../ports.ts';

/** Raised when a field changes its meaning or goes away. */
export const REVIEW_FORMAT = 1;

/** A function of a review. Without a digest, so that nothing can be applied of it. */
export type ReviewedFunction = Omit<PlannedFunction, 'digest'>;

/**
 * Whether a check was made, over the Regions that were listed. `not-needed`: it cannot concern any
 * version that nothing else keeps, so it was not asked.
 */
export const ROW_STATES = ['checked', 'partly', 'not-checked', 'not-needed'] as const;

export interface ReviewedRow {
  readonly check: Check;
  readonly state: (typeof ROW_STATES)[number];
}

/**
 * What could go from an account where nothing is ever pruned, and why the rest stays. It is no plan: it has no
 * digest, is kept elsewhere, and no function applies it.
 */
export interface Review extends Omit<
  PlanContent,
  'format' | 'functions' | 'layers' | 'switchedOff'
> {
  readonly format: typeof REVIEW_FORMAT;
  readonly functions: readonly ReviewedFunction[];
  /** Every check, in the order of the catalogue. */
  readonly rows: readonly ReviewedRow[];
  readonly codeStorage: readonly RegionStorage[];
  /** Who asked, as stated by the caller and not verified. */
  readonly requestedBy?: string;
}
