import type { ReviewResponse } from '../../../src/functions/review/review-answer.ts';
import { planActions } from '../../../src/prune/evidence/callers.ts';
import { parseReview } from '../../../src/prune/documents/review-json.ts';
import type { Review } from '../../../src/prune/model/prune-plan.ts';
import { reviewVerdict } from '../../../src/prune/plan/make-review.ts';
import type { ReviewVerdict } from '../../../src/prune/plan/make-review.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RegionWorld } from '../../sandbox/world.ts';
import { storedText } from '../prune/harness.ts';
import { EXTERNAL_ID, PROD, TOOLING } from '../prune/run-prune.ts';

/** Actions that the read role has in every account. */
const ALWAYS: readonly string[] = ['lambda:ListAliases', 'lambda:ListFunctions'];

/** Actions that the parameter `ReviewEvidence` adds. */
export const EVIDENCE_ACTIONS = planActions().filter((action) => !ALWAYS.includes(action));

/** Returns a production account with the read role and without a prune role. */
export function prodAccount(
  region: RegionWorld,
  parameters: Readonly<Record<string, string>> = {},
): AccountWorld {
  return {
    id: PROD,
    name: 'prod',
    stacks: [
      {
        template: 'src/stacks/member-read-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, ...parameters },
      },
    ],
    regions: { 'eu-west-1': region },
  };
}

export const REVIEWED = { ReviewEvidence: 'true' };

/**
 * Returns the answer of a finished review.
 *
 * @throws Error for any other answer
 */
export function reviewedOf(answer: ReviewResponse) {
  if (answer.state !== 'reviewed') throw new Error(`not reviewed: ${JSON.stringify(answer)}`);
  return answer.review;
}

export function reviewKey(reviewId: string): string {
  return `limits-watchdog/review/reviews/${reviewId}/review.json`;
}

/**
 * Returns the stored review.
 *
 * @throws Error when it does not exist
 */
export function storedReview(sandbox: Sandbox, answer: ReviewResponse): Review {
  const parsed = parseReview(storedText(sandbox, reviewKey(reviewedOf(answer).reviewId)));
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.value;
}

/** Returns the versions of a review with this verdict, such as `pay:4`. */
export function versionsWith({ functions }: Review, verdict: ReviewVerdict): readonly string[] {
  return functions.flatMap(({ name, versions }) =>
    versions.flatMap((one) => (reviewVerdict(one) === verdict ? [`${name}:${one.version}`] : [])),
  );
}

/** Returns the published versions that exist in the production account now. */
export function existingInProduction(sandbox: Sandbox): readonly string[] {
  const { functions } = sandbox.organisation.account(PROD).lambda('eu-west-1');
  return functions.flatMap(({ name, versions }) => versions.map((version) => `${name}:${version}`));
}
