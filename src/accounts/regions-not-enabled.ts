import type { ReadFailure } from '../model/failure.ts';
import type { BlindFinding, Finding, UnknownFinding } from '../model/finding.ts';
import { isOptIn } from '../model/regions.ts';
import type { Target } from '../model/target.ts';
import { placeOf } from '../model/target.ts';

/**
 * The errors with which AWS refuses valid credentials in a Region that is not enabled. Expired and wrongly
 * signed credentials have other names; a host name that does not resolve tells nothing, since DNS answers
 * every account alike.
 */
export const REGION_REFUSALS: ReadonlySet<string> = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'AuthFailure',
]);

/**
 * Classifies refused credentials in the findings of one account.
 * AWS refuses valid credentials in a Region that is not enabled like invalid ones. A refusal counts as "not
 * enabled" only where the Region must be opted into and refused every request, and the same credentials were
 * accepted in another Region and refused in no default one. Any other failure is unchanged.
 * A Region that is not enabled is a blind spot when the configuration names it for this account, and no
 * finding when it is only in the default list.
 */
export function classifyRefusals(findings: readonly Finding[]): readonly Finding[] {
  const credentialsWork =
    findings.some((finding) => finding.target.scope === 'region' && isMeasured(finding)) &&
    !findings.some((finding) => !mayBeClosed(finding.target) && isRefused(finding));
  const open = new Set(
    findings
      .filter((finding) => !mayBeClosed(finding.target) || !isRefusedThere(finding))
      .map(({ target }) => placeOf(target)),
  );
  return findings.map((finding) => {
    if (finding.state === 'unknown') return asCredentials(finding);
    return finding.state === 'not-measured'
      ? settle(finding, open.has(placeOf(finding.target)), credentialsWork)
      : finding;
  });
}

function settle(finding: BlindFinding, isOpen: boolean, credentialsWork: boolean): Finding {
  if (isOpen) return asCredentials(finding);
  if (!credentialsWork) return finding;
  const { target, failure } = finding;
  const settled = { ...finding, failure: { ...failure, reason: 'not-enabled' as const } };
  return target.scope === 'region' && target.origin === 'default'
    ? { ...settled, state: 'not-enabled' }
    : settled;
}

/** Not "not enabled", whatever the error: it did not refuse every request, or is always enabled. */
function asCredentials(finding: BlindFinding | UnknownFinding): Finding {
  if (finding.failure.reason !== 'not-enabled') return finding;
  return { ...finding, failure: { ...finding.failure, reason: 'credentials' } };
}

function mayBeClosed(target: Target): boolean {
  return target.scope === 'region' && isOptIn(target.region);
}

function isMeasured({ state }: Finding): boolean {
  return state !== 'not-measured' && state !== 'not-enabled';
}

/** Refused because of the credentials, whatever the words. */
function isRefused(finding: Finding): boolean {
  if (finding.state !== 'not-measured') return false;
  const { reason } = finding.failure;
  return reason === 'credentials' || reason === 'not-enabled';
}

function isRefusedThere(finding: Finding): boolean {
  return finding.state === 'not-measured' && isRefusedByRegion(finding.failure);
}

/** Whether a Region that is not enabled fails like this. A failure to get a session tells nothing of the Region. */
export function isRefusedByRegion({ reason, errorName, operation }: ReadFailure): boolean {
  if (operation.startsWith('sts:')) return false;
  return reason === 'not-enabled' || (reason === 'credentials' && REGION_REFUSALS.has(errorName));
}
