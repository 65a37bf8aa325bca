import type { AccountRef } from '../../model/configuration.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { worstFirst } from './level.ts';

export interface AccountReport {
  readonly account: AccountRef;
  /** The worst first. */
  readonly findings: readonly ReportedFinding[];
}

/** The findings by account, the account with the worst of them first. */
export function accountsOf({ findings }: RunReport): readonly AccountReport[] {
  const byAccount = new Map<string, ReportedFinding[]>();
  for (const one of findings) {
    const { id } = one.finding.target.account;
    const those = byAccount.get(id);
    if (those === undefined) byAccount.set(id, [one]);
    else those.push(one);
  }
  return [...byAccount.values()]
    .map((those) => those.toSorted(worstFirst))
    .flatMap((those): readonly AccountReport[] => {
      const [worst] = those;
      return worst === undefined
        ? []
        : [{ account: worst.finding.target.account, findings: those }];
    })
    .toSorted((a, b) => compareWorst(a, b));
}

/** The one with the worst finding first; one without findings comes last. */
export function compareWorst(
  a: Pick<AccountReport, 'findings'> | undefined,
  b: Pick<AccountReport, 'findings'> | undefined,
): number {
  const [first, second] = [a?.findings[0], b?.findings[0]];
  if (first === undefined || second === undefined) {
    return Number(first === undefined) - Number(second === undefined);
  }
  return worstFirst(first, second);
}
