import type { ReportedFinding, RunReport } from '../../src/model/run-report.ts';
import { GIB } from '../../src/model/units.ts';

/**
 * Returns the texts that each row of the page must contain, by the row's id. They are computed from the report
 * without the code that renders the page.
 */
export function expectedRows(report: RunReport): ReadonlyMap<string, readonly string[]> {
  const limits = new Map(report.limits.map((limit) => [limit.id, limit]));
  return new Map(
    report.findings.map((one) => {
      const { target, limit } = one.finding;
      const place = target.scope === 'region' ? target.region : 'global';
      const { title = '', noun = '' } = limits.get(limit) ?? {};
      return [
        `${target.account.id}-${place}-${limit}`,
        [title, place === 'global' ? 'account-wide' : place, ...figuresOf(one, noun)],
      ] as const;
    }),
  );
}

/** Returns the figures of a finding: usage rounded up, limit and percentage rounded down. */
function figuresOf({ finding }: ReportedFinding, noun: string): readonly string[] {
  switch (finding.state) {
    case 'not-measured':
      return ['not measured', finding.failure.operation];
    case 'not-enabled':
      return ['Region not enabled'];
    case 'no-data':
      return ['no data', finding.failure.operation];
    case 'unknown':
      return ['limit unknown', finding.failure.operation];
    case 'ok':
    case 'warn':
    case 'critical': {
      const { used, quota, state } = finding;
      const percent = Math.floor((used.amount * 100) / quota.amount);
      const word = { ok: '', warn: ', warning', critical: ', critical' }[state];
      return used.unit === 'bytes'
        ? [
            `${separated(percent)} %${word}`,
            `${separated(Math.ceil((used.amount * 10) / GIB) / 10)} GiB`,
            `${separated(Math.floor((quota.amount * 10) / GIB) / 10)} GiB`,
          ]
        : [
            `${separated(percent)} %${word}`,
            `${separated(used.amount)} ${noun}`,
            separated(quota.amount),
          ];
    }
  }
}

function separated(value: number): string {
  return value.toLocaleString('en-US');
}
