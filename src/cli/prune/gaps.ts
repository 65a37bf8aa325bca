import { skipKind } from '../../prune/plan/outcomes.ts';
import type { EvidenceSourceAnswer, PlanOverview, ProgressAnswer } from './answers.ts';
import type { Outcome } from '../exit-code.ts';

/** Of gaps that are a number of versions. */
const COUNTED_GAPS = [
  'kept-unchecked',
  'failed',
  'outcome-unknown',
  'skipped-for-failures',
  'skipped-for-unknown-reasons',
  'remaining',
] as const;

export const GAP_CODES = [
  'plan-not-shown',
  'layers-left-out',
  'layers-not-listed',
  'not-listed',
  ...COUNTED_GAPS,
  'evidence-too-old',
  'region-stopped',
] as const;

/** What keeps a plan, or a run, from having been everything that was asked for. */
export type Gap =
  /** Of a stored plan: a former prune function does not say what is in it. */
  | { readonly code: 'plan-not-shown' | 'layers-left-out' }
  /** `what` names the place and the failure, for a person. */
  | { readonly code: 'not-listed' | 'layers-not-listed'; readonly what: string }
  | { readonly code: 'evidence-too-old'; readonly sources: readonly EvidenceSourceAnswer[] }
  | { readonly code: (typeof COUNTED_GAPS)[number]; readonly versions: number }
  | {
      readonly code: 'region-stopped';
      readonly region: string;
      /** Absent in answers of former versions of the prune function. */
      readonly stop?: string;
      readonly sentence: string;
    };

/** A gap for a program. */
export interface GapJson {
  readonly code: Gap['code'];
  readonly versions?: number;
  readonly region?: string;
  readonly stop?: string;
}

/** What keeps a plan from having been everything; empty when it was. */
export function planGaps({ unlisted, totals, layers }: PlanOverview): readonly Gap[] {
  const ofLayers = layers?.state === 'planned' ? layers : undefined;
  const unchecked = versionsIn(
    [...totals.keptFor, ...(ofLayers?.totals.keptFor ?? [])].filter(
      ({ code }) => code === 'not-checked',
    ),
  );
  return [
    ...(layers?.state === 'left-out' ? [{ code: 'layers-left-out' } as const] : []),
    ...(ofLayers?.unlisted ?? []).map((what) => ({ code: 'layers-not-listed', what }) as const),
    ...unlisted.map((what) => ({ code: 'not-listed', what }) as const),
    ...counted('kept-unchecked', unchecked),
  ];
}

/** The same of a stored plan, as a status shows it. Of a plan that is not shown, nobody knows. */
export function storedPlanGaps({ plan }: ProgressAnswer): readonly Gap[] {
  return plan === undefined ? [{ code: 'plan-not-shown' }] : planGaps(plan);
}

/** What keeps a run from being done; empty when it is. */
export function resultGaps({
  counts,
  skipped,
  remaining,
  regions,
  renewEvidence: old = [],
}: ProgressAnswer): readonly Gap[] {
  const skippedFor = (kind: ReturnType<typeof skipKind>): number =>
    versionsIn(skipped.filter((group) => skipKind(group) === kind));
  return [
    ...counted('failed', counts.failed),
    ...counted('outcome-unknown', counts.unknown ?? 0),
    ...counted('skipped-for-failures', skippedFor('failure')),
    ...counted('skipped-for-unknown-reasons', skippedFor('unknown')),
    ...counted('remaining', remaining),
    ...(old.length > 0 ? [{ code: 'evidence-too-old', sources: old } as const] : []),
    ...regions.flatMap(({ region, stopped }): readonly Gap[] => {
      if (stopped === undefined) return [];
      const { code: stop, sentence } = stopped;
      return [{ code: 'region-stopped', region, ...(stop !== undefined && { stop }), sentence }];
    }),
  ];
}

/** How a plan ends that has these gaps and deletes nothing yet, or nothing at all. */
export function planOutcome(gaps: readonly Gap[]): Outcome {
  return gaps.length === 0 ? 'done' : 'incomplete';
}

/** How a run ends: done is only what has finished without a gap. */
export function resultOutcome(state: ProgressAnswer['state'], gaps: readonly Gap[]): Outcome {
  return state === 'finished' && gaps.length === 0 ? 'done' : 'incomplete';
}

export function gapJson(gap: Gap): GapJson {
  const { code } = gap;
  switch (code) {
    case 'plan-not-shown':
    case 'layers-left-out':
    case 'layers-not-listed':
    case 'not-listed':
    case 'evidence-too-old':
      return { code };
    case 'region-stopped':
      return { code, region: gap.region, ...(gap.stop !== undefined && { stop: gap.stop }) };
    case 'kept-unchecked':
    case 'failed':
    case 'outcome-unknown':
    case 'skipped-for-failures':
    case 'skipped-for-unknown-reasons':
    case 'remaining':
      return { code, versions: gap.versions };
  }
}

function counted(code: (typeof COUNTED_GAPS)[number], versions: number): readonly Gap[] {
  return versions > 0 ? [{ code, versions }] : [];
}

function versionsIn(groups: readonly { readonly versions: number }[]): number {
  return groups.reduce((sum, { versions }) => sum + versions, 0);
}
