import { catalogue } from '../../../src/limits/catalogue.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { ReportedFinding, RunReport } from '../../../src/model/run-report.ts';
import { instant } from '../../../src/model/time.ts';

/** Returns the answer of a check by the deployed function. */
export function reportOf(...findings: readonly (Finding | ReportedFinding)[]): RunReport {
  return {
    deployment: 'limits-watchdog',
    runId: 'run',
    purpose: 'check',
    measuredAt: instant(Date.parse('2026-11-22T06:00:00Z')),
    status: 'incomplete',
    limits: catalogue.map(({ definition }) => definition),
    findings: findings.map((one) => ('finding' in one ? one : { finding: one, samples: [] })),
    mutes: [],
    prunes: { kind: 'not-asked' },
    history: 'known',
    notCovered: [],
  };
}
