import type { ReadFailure } from '../model/failure.ts';
import type { BlindFinding, Finding, UnknownFinding } from '../model/finding.ts';
import { isOptIn } from '../model/regions.ts';
import type { Target } from '../model/target.ts';
import { placeOf } from '../model/target.ts';

/**
 * The errors with which AWS refuses valid credentials in a Region that is not enabled. Expired or wrongly signed
 * credentials give other errors. An unresolved host name proves nothing, since DNS answers every account alike.
 */
export const REGION_REFUSALS: ReadonlySet<string> = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
]);

/**
 * The findings of one account, with refused credentials classified: in a Region that is not enabled, AWS refuses
 * valid credentials as if they were invalid. A refusal counts as "not enabled" only if accounts must opt into the
 * Region, the Region refused every request, and the same credentials were accepted in another Region and refused in
 * none that is always enabled. Other failures stay unchanged. A Region that is not enabled is a blind spot if the
 * configuration lists it for this account, and `not-enabled` if only the default list contains it.
 */
export function classifyRefusals(findings: readonly Finding[]): readonly Finding[] {
  const credentialsWork =
    findings.some(
      ({ target, state }) =>
        target.scope === 'region' && state !== 'not-measured' && state !== 'not-enabled',
    ) && !findings.some((finding) => !isOptInTarget(finding.target) && isRefused(finding));
  const acceptingPlaces = new Set(
    findings
      .filter((finding) => !isOptInTarget(finding.target) || !isRefusedInRegion(finding))
      .map(({ target }) => placeOf(target)),
  );
  return findings.map((finding) => {
    if (finding.state === 'unknown') return withCredentialsReason(finding);
    return finding.state === 'not-measured'
      ? classifyRefusal(finding, acceptingPlaces.has(placeOf(finding.target)), credentialsWork)
      : finding;
  });
}

function classifyRefusal(
  finding: BlindFinding,
  hasAccepted: boolean,
  credentialsWork: boolean,
): Finding {
  if (hasAccepted) return withCredentialsReason(finding);
  if (!credentialsWork) return finding;
  const { target, failure } = finding;
  const notEnabled = { ...finding, failure: { ...failure, reason: 'not-enabled' as const } };
  return target.scope === 'region' && target.origin === 'default'
    ? { ...notEnabled, state: 'not-enabled' }
    : notEnabled;
}

/** Replaces `not-enabled` by `credentials`, since the Region is always enabled or has accepted a request. */
function withCredentialsReason(finding: BlindFinding | UnknownFinding): Finding {
  if (finding.failure.reason !== 'not-enabled') return finding;
  return { ...finding, failure: { ...finding.failure, reason: 'credentials' } };
}

function isOptInTarget(target: Target): boolean {
  return target.scope === 'region' && isOptIn(target.region);
}

function isRefused(finding: Finding): boolean {
  if (finding.state !== 'not-measured') return false;
  const { reason } = finding.failure;
  return reason === 'credentials' || reason === 'not-enabled';
}

function isRefusedInRegion(finding: Finding): boolean {
  return finding.state === 'not-measured' && isRefusedByRegion(finding.failure);
}

/** Whether a request fails like this in a Region that is not enabled. Failures of STS prove nothing about a Region. */
export function isRefusedByRegion({ reason, errorName, operation }: ReadFailure): boolean {
  if (operation.startsWith('sts:')) return false;
  return reason === 'not-enabled' || (reason === 'credentials' && REGION_REFUSALS.has(errorName));
}
