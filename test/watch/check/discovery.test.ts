import { describe, expect, it } from 'vitest';

import { readCheckAnswer } from '../../../src/cli/check-answer.ts';
import { findingRun, keptList } from '../run-discovery.ts';
import { runWatch, watchOnce } from '../run-watch.ts';
import type { FaultRule } from '../../sandbox/faults.ts';

const DENIED: FaultRule = {
  match: { service: 'organizations', operation: 'ListAccounts' },
  times: 'always',
  effect: { kind: 'access denied' },
};

function reportIn(answer: unknown) {
  const read = readCheckAnswer(answer);
  if (!read.ok) throw new Error(read.fault);
  return read.report;
}

describe('a check where accounts are found by rules', () => {
  it('measures the accounts that are discovered now, with their stages, and stores no list', async () => {
    const { summary, sandbox, alerts } = await runWatch({
      ...findingRun(),
      event: { check: true },
    });
    const report = reportIn(summary);
    expect(report.status).toBe('complete');
    const stages = new Map(
      report.findings.map(({ finding }) => [
        finding.target.account.name,
        finding.target.account.stage,
      ]),
    );
    expect(Object.fromEntries(stages)).toEqual({ dev: 'nonprod', shop: 'prod', lab: 'unstaged' });
    expect(report.notCovered[0]).toContain('Stage not known, so never pruned: lab');
    expect(alerts).toEqual([]);
    expect(keptList(sandbox)).toBeUndefined();
  });

  it('selects among the discovered accounts', async () => {
    const { summary } = await runWatch({
      ...findingRun(),
      event: { check: true, accounts: ['sh*'] },
    });
    const names = reportIn(summary).findings.map(({ finding }) => finding.target.account.name);
    expect(new Set(names)).toEqual(new Set(['shop']));
    const { error } = await runWatch({
      ...findingRun(),
      event: { check: true, accounts: ['missing'] },
    });
    expect(error?.name).toBe('EventNotUnderstood');
    expect(error?.message).toContain('"missing"; there are "dev", "shop", "lab"');
  });

  it('is incomplete with the accounts of an earlier list, and says so', async () => {
    const run = findingRun();
    const { sandbox } = await runWatch(run);
    sandbox.faults.add(DENIED);
    const { summary } = await watchOnce(sandbox, { ...run, event: { check: true } });
    const report = reportIn(summary);
    expect(report.status).toBe('incomplete');
    expect(report.accountsTrouble).toMatch(/^The organisation could not be listed\./);
  });

  it('says that no account is known, and never that all is fine', async () => {
    const { error } = await runWatch({ ...findingRun(), event: { check: true }, faults: [DENIED] });
    expect(error?.message).toContain('accounts: none is known');
  });
});

describe('an event that is not understood, where accounts are found by rules', () => {
  it.each([{ chek: true }, { doctor: true, limits: [] }, { check: true, test: true }])(
    'is refused before any AWS call: %j',
    async (event) => {
      const { error, sandbox } = await runWatch({ ...findingRun(), event });
      expect(error?.name).toBe('EventNotUnderstood');
      expect(sandbox.calls.list()).toEqual([]);
    },
  );

  it('is refused, but a test notification needs no account', async () => {
    const { error, sandbox, mails } = await runWatch({ ...findingRun(), event: { test: true } });
    expect(error).toBeUndefined();
    expect(mails[0]).toContain('TEST: no rule gives the stage of 1 account');
    expect(sandbox.calls.count({ service: 'organizations' })).toBe(0);
  });
});
