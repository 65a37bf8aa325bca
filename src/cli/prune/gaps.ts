import { skipKind } from '../../prune/plan/outcomes.ts';
import type { EvidenceSourceAnswer, PlanOverview, ProgressAnswer } from './answers.ts';
import type { Outcome } from '../exit-code.ts';

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

/** A reason why a plan or its application is incomplete. */
export type Gap =
  /** `plan-not-shown` means that an older prune function does not return the plan. */
  | { readonly code: 'plan-not-shown' | 'layers-left-out' }
  /** `what` is text for a person: the Region and the failure. */
  | { readonly code: 'not-listed' | 'layers-not-listed'; readonly what: string }
  | { readonly code: 'evidence-too-old'; readonly sources: readonly EvidenceSourceAnswer[] }
  | { readonly code: (typeof COUNTED_GAPS)[number]; readonly versions: number }
  | {
      readonly code: 'region-stopped';
      readonly region: string;
      /** The code of the reason; absent in answers of older functions. */
      readonly stop?: string;
      readonly sentence: string;
    };

export function planGaps(plan: PlanOverview): readonly Gap[] {
  const { unlisted, layers } = plan;
  return [
    ...(layers?.state === 'left-out' ? [{ code: 'layers-left-out' } as const] : []),
    ...(plannedLayers(plan)?.unlisted ?? []).map(
      (what) => ({ code: 'layers-not-listed', what }) as const,
    ),
    ...unlisted.map((what) => ({ code: 'not-listed', what }) as const),
    ...counted('kept-unchecked', keptFor('not-checked', plan)),
  ];
}

export function plannedLayers({ layers }: Pick<PlanOverview, 'layers'>) {
  return layers?.state === 'planned' ? layers : undefined;
}

/** Returns how many function and layer versions a plan keeps with `reason` as their first reason. */
export function keptFor(reason: string, plan: Pick<PlanOverview, 'totals' | 'layers'>): number {
  const groups = [...plan.totals.keptFor, ...(plannedLayers(plan)?.totals.keptFor ?? [])];
  return versionsIn(groups.filter(({ code }) => code === reason));
}

export function storedPlanGaps({ plan }: ProgressAnswer): readonly Gap[] {
  return plan === undefined ? [{ code: 'plan-not-shown' }] : planGaps(plan);
}

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

/** Returns the outcome of a plan, or of its application in a given state. */
export function outcomeWith(
  gaps: readonly Gap[],
  state: ProgressAnswer['state'] = 'finished',
): Outcome {
  return state === 'finished' && gaps.length === 0 ? 'done' : 'incomplete';
}

export function gapJson(gap: Gap) {
  return {
    code: gap.code,
    ...('versions' in gap && { versions: gap.versions }),
    ...('region' in gap && { region: gap.region }),
    ...('stop' in gap && { stop: gap.stop }),
  };
}

function counted(code: (typeof COUNTED_GAPS)[number], versions: number): readonly Gap[] {
  return versions > 0 ? [{ code, versions }] : [];
}

function versionsIn(groups: readonly { readonly versions: number }[]): number {
  return groups.reduce((sum, { versions }) => sum + versions, 0);
}
