import { describe, expect, it } from 'vitest';

import { worstOf } from '../../src/doctor/diagnose.ts';
import { accountId, region, roleName } from '../../src/model/aws-ids.ts';
import type { CheckResult } from '../../src/doctor/model.ts';
import { KNOWN_REGIONS } from '../../src/model/regions.ts';
import { doctorReport } from '../../src/doctor/report.ts';
import { doctorLines } from '../../src/doctor/text.ts';
import type { DoctorWords } from '../../src/doctor/problem-words.ts';

const WORDS: DoctorWords = {
  askedBy: 'watch',
  command: 'acme-limits',
  deployment: 'limits-watchdog',
  tooling: { account: accountId('111111111111'), region: region('eu-west-1') },
  readRole: roleName('limits-watchdog-read'),
  pruneRole: roleName('limits-watchdog-prune'),
  bucket: 'state',
  granted: () => 'PlanEvidence=true',
};
const RUN = { runId: 'run', worst: 'problem' } as const;
/**
 * The largest answer of a Lambda function, in bytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MOST_BYTES = 6 * 1024 ** 2;

/** Every action of every account denied in 17 Regions, with names as long as they can be. */
function allDenied(accounts: number, actions: number): readonly CheckResult[] {
  return Array.from({ length: accounts }, (_, at) => ({
    id: accountId(String(200_000_000_000 + at)),
    name: 'ü'.repeat(50),
    stage: 'nonprod' as const,
  })).flatMap((account) =>
    Array.from({ length: actions }, (_, action) => `service:Action${action}`).flatMap((subject) =>
      KNOWN_REGIONS.slice(0, 17).map((place): CheckResult => {
        const failure = {
          reason: 'denied',
          operation: subject,
          errorName: 'AccessDeniedException',
          message: 'no',
          attempts: 1,
        } as const;
        return {
          account,
          region: place,
          subject,
          verdict: { state: 'problem', fact: 'denied', failure },
        };
      }),
    ),
  );
}

describe('a report', () => {
  it('of 500 accounts in 17 Regions fits into an answer of Lambda, with the number of lines left out', () => {
    const examined = allDenied(500, 30);
    const report = doctorReport(examined, WORDS, RUN);
    expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThan(MOST_BYTES);
    expect(report.counts.problem).toBe(500 * 30 * 17);
    expect(report.accounts).toHaveLength(500);
    expect(report.omittedLines).toBeGreaterThan(0);
    expect(report.lines.length + report.omittedLines).toBe(500 * 30);
    const lines = doctorLines(report);
    expect(lines.join('\n')).toContain('did not fit into the answer');
    // The first line has left the screen by then.
    expect(lines.at(-1)).toBe(lines[0]);
    expect(lines[0]).toContain('255,000 problems, 0 could not be determined');
  });

  it('of 500 accounts whose watch permissions are all denied leaves nothing out', () => {
    const report = doctorReport(allDenied(500, 4), WORDS, RUN);
    expect(report.omittedLines).toBe(0);
    expect(report.lines).toHaveLength(2_000);
    expect(new Set(report.lines.map(({ code }) => code))).toEqual(new Set(['denied']));
  });

  it('is never ok when nothing was checked', () => {
    expect(worstOf([])).toBe('could-not-tell');
  });

  it('is as bad as its worst check', () => {
    expect(worstOf(['ok', 'not-tried'])).toBe('not-tried');
    expect(worstOf(['could-not-tell', 'ok', 'not-tried'])).toBe('could-not-tell');
    expect(worstOf(['problem', 'could-not-tell'])).toBe('problem');
  });
});
