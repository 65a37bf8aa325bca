import { describe, expect, it } from 'vitest';

import { checkLines } from '../../src/cli/check/report-text.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { NOT_MEASURED } from '../../src/limits/coverage.ts';
import { limitId } from '../../src/model/limit.ts';
import { LIMIT_SETS, QUOTAS_SET } from '../../src/model/limit-choice/sets.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { reportOf } from '../cli/check/report-of.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { judged, wholeAccount } from '../model/make.ts';
import { accountHolding, checked } from './measured-limit.ts';

const ofSets = catalogue.filter(({ definition }) => definition.set !== undefined);
const [roles = catalogue[0]] = ofSets.filter(({ definition }) => definition.id === 'iam-roles');
const QA = { id: accountId('333333333333'), name: 'qa', stage: 'nonprod' } as const;
const ids = ofSets.map(({ definition }) => definition.id);

function pagePart(report: RunReport): string {
  const page = reportPage(report, () => 'digest');
  return page
    .slice(page.indexOf('<h2 id="not-watched"'), page.indexOf('<h2 id="not-covered"'))
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'");
}

describe('a limit that is not watched', () => {
  it('is a limit that no account of the configuration watches, even in a narrow check', async () => {
    if (roles === undefined) throw new Error('there is no limit iam-roles');
    const { notWatched } = await checked(accountHolding(roles, 10), roles);
    expect(notWatched).toEqual(ids.filter((id) => id !== 'iam-roles'));
  });

  it('is on the page by set with its parameter, and what cannot be measured has its reason', () => {
    const part = pagePart({ ...reportOf(), notWatched: ids });
    for (const { definition } of ofSets) expect(part).toContain(definition.title);
    for (const [set, { parameter }] of Object.entries(LIMIT_SETS)) {
      if (set === QUOTAS_SET) continue;
      expect(part).toContain(`(set ${set}, ${parameter}=true):`);
    }
    for (const { what, why } of NOT_MEASURED) expect(part).toContain(`${what}: ${why}`);
    expect(part).toContain('limits-watchdog limits lists their calls and permissions');
  });

  it('is not a limit that another account watches: that one is listed with its number of accounts', () => {
    const report = reportOf(
      judged('ok', wholeAccount(), limitId('iam-roles'), 1, 100),
      judged('ok', wholeAccount(), limitId('s3-buckets'), 1, 100),
      judged('ok', wholeAccount(QA), limitId('s3-buckets')),
    );
    const limits = report.limits.filter(({ id }) => ['iam-roles', 's3-buckets'].includes(id));
    expect(pagePart({ ...report, limits, notWatched: [] })).toContain(
      'Every limit that can be watched is watched in an account of this report. Watched in some accounts only: IAM roles (1 of 2 accounts).',
    );
  });

  it('is a line of check that names the command which lists it', () => {
    const line =
      'Limits that are not watched here, and what cannot be measured: limits-watchdog limits';
    const lines = (report: RunReport) => checkLines(report).filter((one) => one === line);
    expect(lines({ ...reportOf(), notWatched: ids })).toHaveLength(1);
    expect(lines({ ...reportOf(), notWatched: [] })).toHaveLength(1);
    expect(lines(reportOf())).toEqual([]);
  });

  it('is unknown in a report of a former version, and the page says so', () => {
    expect(pagePart(reportOf())).toContain('does not say which limits could be watched');
  });
});
