import type {
  FunctionVerdicts,
  PlannedVersion,
  PrunePlan,
  VersionTotals,
  Review,
  ReviewedRow,
} from '../model/prune-plan.ts';
import { REVIEW_FORMAT } from '../model/prune-plan.ts';
import { sumOf } from './totals.ts';
import type { Region } from '../../model/aws-ids.ts';
import { CHECKS } from '../evidence/callers.ts';
import type { Check, EvidenceCheck } from '../model/evidence.ts';
import { neededChecks } from './in-use.ts';

/** The verdicts of a plan as a review: what a deletion needs is left out. */
export function reviewOf(
  plan: PrunePlan,
  { codeStorage, requestedBy }: Pick<Review, 'codeStorage' | 'requestedBy'>,
): Review {
  const { digest: _digest, layers: _layers, switchedOff: _switchedOff, ...shared } = plan;
  return {
    ...shared,
    format: REVIEW_FORMAT,
    functions: plan.functions.map(({ region, name, versions }) => ({ region, name, versions })),
    rows: reviewedRows(plan),
    codeStorage,
    ...(requestedBy !== undefined && { requestedBy }),
  };
}

/**
 * `could-go`: every check was made and found no use. `not-checked`: nothing that was read keeps it, and a read
 * is missing.
 */
export type ReviewVerdict = 'could-go' | 'not-checked' | 'keep';

export function reviewVerdict(version: PlannedVersion): ReviewVerdict {
  if (version.verdict === 'delete') return 'could-go';
  // The most important reason comes first: a certain one before `not-checked`.
  return version.reasons[0].code === 'not-checked' ? 'not-checked' : 'keep';
}

/** The listed versions by verdict. */
export function reviewSums({
  functions,
}: FunctionVerdicts): Readonly<Record<ReviewVerdict, VersionTotals>> {
  const versions = functions.flatMap((fn) => fn.versions);
  const sum = (verdict: ReviewVerdict): VersionTotals =>
    sumOf(versions.filter((version) => reviewVerdict(version) === verdict));
  return { 'could-go': sum('could-go'), 'not-checked': sum('not-checked'), keep: sum('keep') };
}

type RegionState = Exclude<ReviewedRow['state'], 'partly'>;

function reviewedRows(plan: PrunePlan): readonly ReviewedRow[] {
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
  if (check === 'aliases' || isRead(region, check, plan)) return 'checked';
  return keptForLackOf(region, plan, () => true) ? 'not-checked' : 'not-needed';
}

/** Shown by the time of its read, by a version that it cleared, or by a use. */
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

/** Whether a version of the Region is kept because such a check was not made. */
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
