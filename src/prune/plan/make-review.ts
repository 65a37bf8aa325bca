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

/** The verdicts of a plan as a review, without its digest, which a deletion needs, and without layers. */
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
 * `could-go`: every check was made and found no use. `not-checked`: at least one check is missing, and nothing that was
 * read is a reason to keep the version. `keep`: all other versions.
 */
export type ReviewVerdict = 'could-go' | 'not-checked' | 'keep';

export function reviewVerdict(version: PlannedVersion): ReviewVerdict {
  if (version.verdict === 'delete') return 'could-go';
  // Reasons are sorted by importance, and `not-checked` comes after every reason that was established by a read.
  return version.reasons[0].code === 'not-checked' ? 'not-checked' : 'keep';
}

/** The numbers and sizes of the listed versions by verdict. */
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
    const states = [...plan.regions.map((region) => regionState(region, check, plan)), ...unlisted];
    return { check, state: combinedState(states) };
  });
}

/** Whether a check was made in one Region. */
function regionState(region: Region, check: Check, plan: PrunePlan): RegionState {
  if (check === 'listing') return 'checked';
  const hasFailed = plan.failedChecks.some(
    (failed) =>
      failed.check === check && (failed.scope.kind === 'account' || failed.scope.region === region),
  );
  const isUnread = keepsForMissing(region, plan, (one) => one === check);
  if (hasFailed || isUnread) return 'not-checked';
  if (check === 'aliases' || isRead(region, check, plan)) return 'checked';
  return keepsForMissing(region, plan, () => true) ? 'not-checked' : 'not-needed';
}

/** Whether a check was made, shown by the time of its read, a version that it cleared, or a use that it found. */
function isRead(region: Region, check: EvidenceCheck, plan: PrunePlan): boolean {
  const { evidenceReadAt = [] } = plan;
  if (evidenceReadAt.some((one) => one.check === check && one.region === region)) return true;
  return versionsIn(region, plan).some((version) =>
    version.verdict === 'delete'
      ? neededChecks(region, version).includes(check)
      : version.reasons.some((reason) => reason.code === 'in-use' && reason.check === check),
  );
}

/** Whether a version of the Region is kept because a check for which `isMissing` is true was not made or failed. */
function keepsForMissing(
  region: Region,
  plan: PrunePlan,
  isMissing: (check: Check) => boolean,
): boolean {
  return versionsIn(region, plan).some(
    (version) =>
      version.verdict === 'keep' &&
      version.reasons.some((reason) => reason.code === 'not-checked' && isMissing(reason.check)),
  );
}

function versionsIn(region: Region, { functions }: PrunePlan): readonly PlannedVersion[] {
  return functions.filter((fn) => fn.region === region).flatMap(({ versions }) => versions);
}

function combinedState(states: readonly RegionState[]): ReviewedRow['state'] {
  const needed = states.filter((state) => state !== 'not-needed');
  const [first] = needed;
  if (first === undefined) return states.length === 0 ? 'not-checked' : 'not-needed';
  return needed.every((state) => state === first) ? first : 'partly';
}
