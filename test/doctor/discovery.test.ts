import { describe, expect, it } from 'vitest';

import type { DoctorReport } from '../../src/doctor/model.ts';
import { DEV, findingRun, LAB, ORGANIZATION, VIA_ROLE } from '../watch/run-discovery.ts';
import type { DiscoveryRun } from '../watch/run-discovery.ts';
import { memberAccount, runWatch, TOOLING } from '../watch/run-watch.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import { lineAbout, PRUNE_STACK } from './run-doctor.ts';

const SAID = { deploy: { stackSets: { callAs: 'delegated-admin' } } };

async function askedOf(
  run: DiscoveryRun,
  faults: readonly FaultRule[] = [],
  settings: Readonly<Record<string, unknown>> = {},
) {
  const found = findingRun(run);
  const { sandbox, summary, error, alerts } = await runWatch({
    ...found,
    settings: { ...found.settings, ...settings },
    faults,
    event: { doctor: true },
  });
  if (error !== undefined) throw error;
  if (summary === undefined || !('lines' in summary)) throw new Error('no doctor has answered');
  const report: DoctorReport = summary;
  return { sandbox, report, alerts };
}

describe('the doctor with discovered accounts', () => {
  it('also tests listing the organisation and reading the stored list, and stores nothing', async () => {
    const dev = memberAccount(DEV, 'dev');
    const { report, sandbox, alerts } = await askedOf({
      member: { [DEV]: { stacks: [...(dev.stacks ?? []), PRUNE_STACK] } },
    });
    expect(report.worst).not.toBe('problem');
    expect(report.accounts.map(({ account }) => account.name)).toEqual(
      expect.arrayContaining(['dev', 'shop', 'lab']),
    );
    expect(report.mayBePruned).toEqual([DEV]);
    expect(alerts).toEqual([]);
    expect(sandbox.calls.count({ service: 'organizations' })).toBeGreaterThan(0);
  });

  it('answers when no account can be discovered, with the reason', async () => {
    const { report } = await askedOf({}, [
      {
        match: { service: 'organizations', operation: 'ListAccounts' },
        times: 'always',
        effect: { kind: 'access denied' },
      },
    ]);
    expect(report.worst).toBe('problem');
    expect(lineAbout(report, 'organizations:ListAccounts')).toMatchObject({ state: 'problem' });
  });

  const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';
  const SENTENCE =
    'The tooling account is a delegated administrator for StackSets: its administrators can put any role into any member account.';
  const administering = (services: readonly string[]) => ({
    ...ORGANIZATION,
    emptyPages: true,
    delegatedServices: { [TOOLING]: services },
  });

  it('reports that the tooling account administers StackSets, also among other services', async () => {
    for (const services of [[STACK_SETS], ['guardduty.amazonaws.com', STACK_SETS]]) {
      const { report } = await askedOf({ organization: administering(services) });
      expect(report.worst).toBe('problem');
      expect(lineAbout(report, 'delegated administrator')).toMatchObject({
        state: 'problem',
        code: 'administers-stack-sets',
        sentence: SENTENCE,
      });
    }
  });

  it.each([
    ['for another service', { organization: administering(['guardduty.amazonaws.com']) }, {}],
    ['and the roles are made so', { organization: administering([STACK_SETS]) }, SAID],
    ['and a role lists', VIA_ROLE, {}],
  ])('says nothing of it where it is one %s', async (_, run, settings) => {
    const { report } = await askedOf(run, [], settings);
    expect(report.lines.map(({ subject }) => subject)).not.toContain('delegated administrator');
  });

  it('reports nothing about StackSets when it cannot be determined', async () => {
    const { report } = await askedOf({}, [
      {
        match: { service: 'organizations', operation: 'ListDelegatedServicesForAccount' },
        times: 'always',
        effect: { kind: 'access denied' },
      },
    ]);
    expect(report.worst).not.toBe('problem');
  });

  it('does not call an account without a stage production', async () => {
    const lab = memberAccount(LAB, 'lab');
    const { report } = await askedOf({
      member: { [LAB]: { stacks: [...(lab.stacks ?? []), PRUNE_STACK] } },
    });
    const line = report.lines.find(
      ({ account, state }) => account.id === LAB && state === 'problem',
    );
    expect(line?.sentence).toBe(
      'No rule gives the stage of this account, and it has a role that can delete: limits-watchdog-prune. It may be production.',
    );
    expect(line?.todo).toContain('If it carries production, delete the stack');
  });
});
