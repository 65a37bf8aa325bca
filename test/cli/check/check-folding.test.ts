import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CheckView } from '../../../src/cli/check/report-text.ts';
import { checkLines } from '../../../src/cli/check/report-text.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { AccountRef, Stage } from '../../../src/model/configuration.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { RunReport } from '../../../src/model/run-report.ts';
import { instant } from '../../../src/model/time.ts';
import { GIB } from '../../../src/model/units.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  OLD_VERSIONS,
  regionTarget,
  S3_BUCKETS,
  unknown,
  wholeAccount,
} from '../../model/make.ts';
import { reportOf } from './report-of.ts';

function account(
  at: number,
  name = `team-${String(at).padStart(2, '0')}`,
  stage: Stage = 'nonprod',
): AccountRef {
  return { id: accountId(String(200_000_000_000 + at)), name, stage };
}

const TEAMS = Array.from({ length: 30 }, (_, at) => account(at + 1));
const DENIED = failure('denied', 'AccessDenied', 'sts:AssumeRole');

/** Returns the findings of an account in which everything is denied. */
function deniedAll(of: AccountRef, why = DENIED): readonly Finding[] {
  return [
    blind(why, regionTarget('eu-west-1', 'default', of), CODE_STORAGE),
    blind(why, regionTarget('eu-west-1', 'default', of), OLD_VERSIONS),
    blind(why, wholeAccount(of), S3_BUCKETS),
  ];
}

const blindOf = (report: RunReport, view: CheckView = {}) =>
  checkLines(report, view).filter((line) => /^(NOT MEASURED|UNKNOWN) {2}/.test(line));
const stepsOf = (report: RunReport, view: CheckView = {}) => {
  const lines = checkLines(report, view);
  return lines.slice(lines.indexOf('Next steps:') + 1);
};

describe('what was not measured', () => {
  it('is one line where 30 accounts are denied for one reason', () => {
    expect(checkLines(reportOf(...TEAMS.flatMap((one) => deniedAll(one))))).toEqual([
      'NOT MEASURED  30 accounts (team-01 to team-30), eu-west-1, account-wide: Lambda code storage, Old Lambda versions, S3 buckets: access denied (sts:AssumeRole: AccessDenied)',
      '',
      '90 figures of 30 accounts at 2026-11-22 06:00 UTC: 90 not measured',
      '',
      'Next steps:',
      '- 30 accounts, not measured: check the role, its trust and external id, and any SCP, then run the watchdog again. To see which permission is missing:',
      '  limits-watchdog doctor',
    ]);
  });

  it('is one line where AWS names another account and Region each time, and quotes none of them', () => {
    const denied = TEAMS.map((one) =>
      blind(
        {
          ...DENIED,
          message: `not authorized with an explicit deny in an identity-based policy: arn:aws:iam::${one.id}:policy/p`,
        },
        regionTarget('eu-west-1', 'default', one),
      ),
    );
    expect(blindOf(reportOf(...denied))).toEqual([
      'NOT MEASURED  30 accounts (team-01 to team-30), eu-west-1: Lambda code storage: access denied (sts:AssumeRole: AccessDenied: with an explicit deny in an identity-based policy: arn:aws:iam::ACCOUNT:policy/p)',
    ]);
  });

  it('is one line for each cause', () => {
    const lines = blindOf(
      reportOf(
        ...TEAMS.slice(0, 4).flatMap((one) => deniedAll(one)),
        ...TEAMS.slice(4, 8).flatMap((one) => deniedAll(one, failure('throttled'))),
        ...TEAMS.slice(8, 12).map((one) => unknown(regionTarget('eu-west-1', 'default', one))),
      ),
    );
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      'NOT MEASURED  4 accounts (team-01 to team-04)',
      'NOT MEASURED  4 accounts (team-05 to team-08)',
      'UNKNOWN  4 accounts (team-09 to team-12)',
    ]);
  });

  it('only counts the figures when accounts lack different ones, so that no measured figure is named', () => {
    const [one, other] = [account(1, 'dev'), account(2, 'qa')];
    const report = reportOf(
      ...deniedAll(one),
      blind(DENIED, regionTarget('us-east-1', 'default', other)),
    );
    expect(blindOf(report)).toEqual([
      'NOT MEASURED  2 accounts (dev, qa), 4 figures in eu-west-1, us-east-1, account-wide: Lambda code storage, Old Lambda versions, S3 buckets: access denied (sts:AssumeRole: AccessDenied); --all names each',
    ]);
    expect(blindOf(report, { isWhole: true })).toEqual([
      'NOT MEASURED  dev (200000000001), eu-west-1, account-wide: Lambda code storage, Old Lambda versions, S3 buckets: access denied (sts:AssumeRole: AccessDenied)',
      'NOT MEASURED  qa (200000000002), us-east-1: Lambda code storage: access denied (sts:AssumeRole: AccessDenied)',
    ]);
  });

  it('distinguishes accounts of the same name, and counts accounts that do not fit into the line', () => {
    const names = 'dev dev qa b c d e f g h i j k l m'.split(' ');
    const report = reportOf(...names.flatMap((name, at) => deniedAll(account(at, name))));
    expect(blindOf(report)[0]).toContain(
      '15 accounts (dev 200000000000, dev 200000000001, qa, b, c, d, e, f, g, h, i, j and 3 more)',
    );
    expect(blindOf(report)[0]).toMatch(/; --all names each$/);
    expect(blindOf(report, { isWhole: true })[0]).toContain('i, j, k, l, m), eu-west-1');
  });
});

describe('what is fine', () => {
  it('is one line that names the fullest limit, unless --all is given', () => {
    const report = reportOf(
      judged('ok', regionTarget('eu-west-1'), CODE_STORAGE, 30 * GIB, 300 * GIB),
      judged('ok', wholeAccount(), S3_BUCKETS, 7_999, 10_000),
    );
    expect(checkLines(report)).toEqual([
      'ok  2 figures of 1 account, the fullest 79 %: dev, account-wide, S3 buckets; --all shows them',
      '',
      '2 figures of 1 account at 2026-11-22 06:00 UTC: 2 ok',
    ]);
    expect(checkLines(report, { isWhole: true })).toHaveLength(5);
  });

  it('does not include a limit that is expected to be full soon', () => {
    const finding = judged('ok', regionTarget('eu-west-1'), CODE_STORAGE, 30 * GIB, 300 * GIB);
    const forecast = { daysToFull: 3, earliestDays: 2, basisDays: 30, perDay: 9 * GIB };
    const lines = checkLines(reportOf({ finding, samples: [], forecast }));
    expect(lines[1]).toMatch(/^ok {2}dev .* 3 days$/);
    expect(lines).toContain('Next steps:');
  });

  it('says that there are no forecasts when earlier measurements were not read', () => {
    const report = { ...reportOf(judged('ok')), history: 'not-known' } as const;
    expect(checkLines(report)).toContain(
      'Note: No forecasts: what earlier runs have measured was not read.',
    );
  });

  it('never includes unknown figures: --all names each of their accounts, otherwise they are counted', () => {
    const state = fc.constantFrom('ok', 'warn', 'critical', 'unknown', 'not-measured');
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 20 }), (states) => {
        const findings = states.map((one, at): Finding => {
          const target = regionTarget('eu-west-1', 'default', account(at, `a${at}x`));
          if (one === 'unknown') return unknown(target);
          return one === 'not-measured' ? blind(DENIED, target) : judged(one, target);
        });
        const bad = findings.filter((one) => one.state === 'critical' || one.state === 'warn');
        const unseen = findings.filter((one) => 'failure' in one);
        const folded = checkLines(reportOf(...findings));
        for (const { target } of bad) {
          expect(folded.some((line) => line.includes(`  ${target.account.name} `))).toBe(true);
        }
        expect(blindOf(reportOf(...findings)).length > 0).toBe(unseen.length > 0);
        const whole = checkLines(reportOf(...findings), { isWhole: true });
        expect(whole.filter((line) => /^(ok|WARNING|CRITICAL) /.test(line))).toHaveLength(
          findings.length - unseen.length,
        );
        const isClean = bad.length + unseen.length === 0;
        expect(folded.includes('Next steps:')).toBe(!isClean);
      }),
    );
  });
});

describe('what to do next', () => {
  const full = (of: AccountRef, state: 'warn' | 'critical' = 'critical') =>
    judged(state, regionTarget('eu-west-1', 'default', of), CODE_STORAGE, 290 * GIB, 300 * GIB);

  it('is the remedy of the worst finding, with the command on its own line', () => {
    const steps = stepsOf(reportOf(full(account(1, 'qa'), 'warn'), full(account(2, 'dev'))), {
      width: 40,
    });
    expect(steps[0]).toBe('- dev, eu-west-1, Lambda code storage:');
    expect(steps).toContain('  limits-watchdog prune dev');
    expect(steps.join(' ')).not.toContain('qa');
  });

  it.each(['prod', 'unstaged'] as const)(
    'is no command that prunes where the stage is %s',
    (stage) => {
      const steps = stepsOf(reportOf(full(account(1, 'shop', stage)))).join('\n');
      expect(steps).toContain('shop, eu-west-1');
      expect(steps).not.toContain('watchdog prune');
      expect(steps.includes('docs/full-account.md')).toBe(stage === 'prod');
    },
  );

  it('names an account by its id where a shell would read its name', () => {
    const of = account(1, '$(rm -rf ~)');
    const steps = stepsOf(reportOf(full(of), ...deniedAll(of)));
    expect(steps).toContain(`  limits-watchdog prune ${of.id}`);
    expect(steps).toContain(`  limits-watchdog doctor --account ${of.id}`);
  });

  it('does not include muted findings', () => {
    const mutedBy = { owner: 'ops', reason: 'known', until: instant(Date.parse('2027-01-01')) };
    const lines = checkLines(reportOf({ finding: full(account(1)), samples: [], mutedBy }));
    expect(lines.join('\n')).toContain('CRITICAL (muted)');
    expect(lines).not.toContain('Next steps:');
  });

  it('does not suggest doctor when the deployed functions have not measured', () => {
    const report = { ...reportOf(...deniedAll(account(1))), accountsTrouble: 'Not listed.' };
    expect(stepsOf(report).filter((line) => line.includes('doctor'))).toHaveLength(2);
    for (const source of ['local', 'assumed'] as const) {
      expect(stepsOf(report, { source }).join('\n')).not.toContain('doctor');
    }
  });
});
