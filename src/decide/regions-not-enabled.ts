import type { BlindFinding, Finding } from '../model/finding.ts';
import { isOptIn } from '../model/regions.ts';

/** Node's code for a host name that does not resolve. */
const NO_SUCH_HOST = 'ENOTFOUND';

/**
 * Sorts out what a refused credential means, over the findings of one account.
 *
 * AWS refuses good credentials in a Region that the account has not opted into with the same words as
 * bad ones. So a refusal counts as "not enabled" only where the Region is one that must be opted
 * into and the same credentials were accepted elsewhere in this run; all else stays "credentials".
 * A Region that is not enabled is a blind spot when the configuration names it for this account, and
 * nothing to see when it only stands in the default list.
 */
export function settleRegions(findings: readonly Finding[]): readonly Finding[] {
  const credentialsWork = findings.some(
    (finding) =>
      finding.target.scope === 'region' &&
      finding.state !== 'not-measured' &&
      finding.state !== 'not-enabled',
  );
  return findings.map((finding) =>
    finding.state === 'not-measured' ? settle(finding, credentialsWork) : finding,
  );
}

function settle(finding: BlindFinding, credentialsWork: boolean): Finding {
  const { target, failure } = finding;
  if (target.scope === 'account' || !isOptIn(target.region)) return asCredentials(finding);
  const refused = failure.reason === 'credentials' || failure.errorName === NO_SUCH_HOST;
  const notEnabled = failure.reason === 'not-enabled' || (refused && credentialsWork);
  if (!notEnabled) return finding;
  const settled = { ...finding, failure: { ...failure, reason: 'not-enabled' as const } };
  return target.origin === 'default' ? { ...settled, state: 'not-enabled' } : settled;
}

/** A Region that every account has cannot be "not enabled", whatever the error was called. */
function asCredentials(finding: BlindFinding): Finding {
  if (finding.failure.reason !== 'not-enabled') return finding;
  return { ...finding, failure: { ...finding.failure, reason: 'credentials' } };
}
