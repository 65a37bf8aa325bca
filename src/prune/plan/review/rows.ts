import type { Region } from '../../../model/aws-ids.ts';
import { CHECKS } from '../../evidence/callers.ts';
import type { Check, EvidenceCheck } from '../../model/evidence.ts';
import type { PrunePlan } from '../../model/prune-plan.ts';
import type { ReviewedRow } from '../../model/review.ts';
import { neededChecks } from '../in-use-checks.ts';

type RegionState = Exclude<ReviewedRow['state'], 'partly'>;

/** Of each check, whether it was made: only what was read in a Region and did not fail there counts. */
export function reviewedRows(plan: PrunePlan): readonly ReviewedRow[] {
  const unlisted = plan.unlisted.map((): RegionState => 'not-checked');
  return CHECKS.map((check) => {
    const states = [...plan.regions.map((region) => stateIn(region, check, plan)), ...unlisted];
    return { check, state: together(states) };
  });
}

function stateIn(region: Region, check: Check, plan: PrunePlan): RegionState {
  if (check === 'listing') return 'checked';
  const hasFailed = plan.failedChecks.some(
    (failed) =>
      failed.check === check && (failed.scope.kind === 'account' || failed.scope.region === region),
  );
  const isUnread = keptForLackOf(region, plan, (those) => those === check);
  if (hasFailed || isUnread) return 'not-checked';
  if (check === 'aliases') return 'checked';
  if (isRead(region, check, plan)) return 'checked';
  return keptForLackOf(region, plan, () => true) ? 'not-checked' : 'not-needed';
}

/** By the time of its read, by a version that it cleared, or by a use that it found. */
function isRead(
  region: Region,
  check: EvidenceCheck,
  { functions, evidenceReadAt = [] }: PrunePlan,
): boolean {
  const isTimed = evidenceReadAt.some((one) => one.check === check && one.region === region);
  return (
    isTimed ||
    functions.some(
      (fn) =>
        fn.region === region &&
        fn.versions.some((version) =>
          version.verdict === 'delete'
            ? neededChecks(region, version).includes(check)
            : version.reasons.some((reason) => reason.code === 'in-use' && reason.check === check),
        ),
    )
  );
}

/** Whether a version of the Region stays since such a check was not made. */
function keptForLackOf(
  region: Region,
  { functions }: PrunePlan,
  isMeant: (check: Check) => boolean,
): boolean {
  return functions.some(
    (fn) =>
      fn.region === region &&
      fn.versions.some(
        (version) =>
          version.verdict === 'keep' &&
          version.reasons.some((reason) => reason.code === 'not-checked' && isMeant(reason.check)),
      ),
  );
}

function together(states: readonly RegionState[]): ReviewedRow['state'] {
  const needed = states.filter((state) => state !== 'not-needed');
  const [first] = needed;
  if (first === undefined) return states.length === 0 ? 'not-checked' : 'not-needed';
  return needed.every((state) => state === first) ? first : 'partly';
}
