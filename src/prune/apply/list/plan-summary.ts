import { addBytes, addCount, bytes, count } from '../../../model/units.ts';
import type { PrunePlan } from '../../model/prune-plan.ts';
import type { PlanSummary } from '../stored-plan.ts';

/** What a list says of a plan. */
export function summaryOf({
  account,
  totals,
  layers,
}: Pick<PrunePlan, 'account' | 'totals' | 'layers'>): PlanSummary {
  const ofLayers = layers?.kind === 'planned' ? layers.totals.delete : undefined;
  return {
    account,
    versions: addCount(totals.delete.versions, ofLayers?.versions ?? count(0)),
    packageBytes: addBytes(totals.delete.packageBytes, ofLayers?.packageBytes ?? bytes(0)),
  };
}
