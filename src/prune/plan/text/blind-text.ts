import type { ReadFailure } from '../../../model/failure.ts';
import { groupBy } from '../../../model/group-by.ts';
import { knownError } from '../../../text/aws-words.ts';
import { failureText } from '../../../text/failure-text.ts';
import { plain } from '../../../text/plain.ts';
import { withSeparators } from '../../../text/quantities.ts';
import type { LayersPlan } from '../../model/layer.ts';
import type { PrunePlan } from '../../model/prune-plan.ts';
import type { UnlistedPlace } from '../blind-spots.ts';
import { checkText } from './reason-text.ts';

/** The parameter of the read role's stack that allows the reads: for plans, or for reviews of production. */
export type EvidenceParameter = 'PlanEvidence' | 'ReviewEvidence';

/** Errors whose message says which part of an answer is missing. */
const DETAILED_ERRORS: ReadonlySet<string> = new Set(['IncompleteAnswer', 'NotRecorded']);

/** Lines for Regions, checks and layers that could not be read, and for callers that no check covers. */
export function blindLines(plan: PrunePlan): readonly string[] {
  return [
    ...plan.unlisted.map(
      ({ region, failure }) => `Not listed: ${unlistedText({ of: 'functions', region, failure })}`,
    ),
    ...failedCheckLines(plan),
    ...unclearCallerLines(plan),
    ...failedLayerReadLines(plan.layers),
    `Not covered, among others: ${plan.notCovered.map(plain).join(', ')}`,
  ];
}

/** One line for each kind of failed check, the most frequent first. */
export function failedCheckLines(
  { failedChecks: failed }: Pick<PrunePlan, 'failedChecks'>,
  grantedBy: EvidenceParameter = 'PlanEvidence',
): readonly string[] {
  const alike = groupBy(failed, ({ check, failure }) => {
    const { reason, operation, errorName, message, resource } = failure;
    const missing = DETAILED_ERRORS.has(errorName) ? message : undefined;
    return JSON.stringify([check, reason, operation, errorName, missing, resource]);
  });
  return [...alike.values()]
    .toSorted((a, b) => b.length - a.length)
    .map(([{ check, failure }, ...others]) => {
      const line = `Could not check ${checkText(check)}: ${whyText(failure)}`;
      return `${line}${timesText(others.length)}${remedyText(failure, grantedBy)}`;
    });
}

/** One line for each kind of failed read of layers, with the Region or layer that could not be listed. */
export function failedLayerReadLines(layers: LayersPlan | undefined): readonly string[] {
  if (layers?.kind !== 'planned') return [];
  const failed = layers.failedChecks.map(({ check, region, layerName, failure }) => {
    const of =
      check === 'layer-versions' && layerName !== undefined ? ` of ${plain(layerName)}` : '';
    const place = check === 'layers' || of !== '' ? `${of} in ${region}` : '';
    return { check, place, failure };
  });
  const alike = groupBy(failed, ({ check, place, failure }) =>
    JSON.stringify([check, place, failure.reason, failure.operation, failure.errorName]),
  );
  return [...alike.values()].map(
    ([{ check, place, failure }, ...others]) =>
      `Could not check ${checkText(check)}${place}: ${failureText(failure)}${timesText(others.length)}`,
  );
}

function timesText(others: number): string {
  return others === 0 ? '' : `, ${withSeparators(others + 1)} times`;
}

/** One line for each caller that chooses its function at run time. Only its recent calls keep versions. */
export function unclearCallerLines({
  couldNotTell = [],
}: Pick<PrunePlan, 'couldNotTell'>): readonly string[] {
  return couldNotTell.map(
    ({ check, by }) => `Unknown which function it calls (${checkText(check)}): ${plain(by)}`,
  );
}

/** `eu-west-1, layer tools: access denied (…)`, followed by what to do if that is known. */
export function unlistedText(
  { of, region, layerName, failure }: UnlistedPlace,
  grantedBy: EvidenceParameter = 'PlanEvidence',
): string {
  const layer = layerName === undefined ? '' : `, layer ${plain(layerName)}`;
  const why =
    of === 'layers' ? failureText(failure) : `${whyText(failure)}${remedyText(failure, grantedBy)}`;
  return `${region}${layer}: ${why}`;
}

function whyText(failure: ReadFailure): string {
  const { resource, errorName, message } = failure;
  const why = `${failureText(failure)}${resource === undefined ? '' : ` for ${plain(resource)}`}`;
  return DETAILED_ERRORS.has(errorName) ? `${why}: ${plain(message)}` : why;
}

/** What to do about a failed read; empty if that is unknown. The read role allows the reads only with `grantedBy`. */
function remedyText(failure: ReadFailure, grantedBy: EvidenceParameter): string {
  const known = knownError(failure);
  if (known !== undefined) return `; ${known.remedy}`;
  const { reason, errorName, operation, resource } = failure;
  // ListFunctions was allowed, but the environment variables of one function could not be decrypted.
  const isEnvironment = operation === 'lambda:ListFunctions' && resource !== undefined;
  if (errorName === 'KmsAccessDeniedException' || (isEnvironment && reason === 'denied')) {
    return '; the policy of the key that encrypts it must allow kms:Decrypt to the read role of this account';
  }
  if (reason !== 'denied') return '';
  return operation === 'sts:AssumeRole' && grantedBy === 'ReviewEvidence'
    ? "; update the stack of this account's read role to the template of this version, which lets the plan function list functions"
    : `; the stack of this account's read role grants it with ${grantedBy}=true, unless an SCP forbids it`;
}
