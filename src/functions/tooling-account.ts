import type { Configuration } from '../model/configuration.ts';
import type { CheckResult, Subject, Verdict } from '../doctor/model.ts';

/** Returns a function that makes a doctor's finding about the tooling account. */
export function toolingAccountFinding({
  account,
  region,
}: Configuration['tooling']): (subject: Subject, verdict: Verdict) => CheckResult {
  return (subject, verdict) => ({
    account: { id: account, name: 'tooling' },
    region,
    subject,
    verdict,
  });
}
