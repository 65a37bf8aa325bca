import { describe, expect, it } from 'vitest';

import { askWatch, dev, lineAbout, tooling } from '../doctor/run-doctor.ts';
import { expectDenied } from '../sandbox/expected.ts';
import type { PolicyDocument } from '../sandbox/world.ts';
import { memberAccount, runWatch, START, toolingAccount, TOOLING } from '../watch/run-watch.ts';

const BOUNDARY = `arn:aws:iam::${TOOLING}:policy/team/boundary`;
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Returns the tooling account with a permissions boundary on the watch function's role, as packaging sets it. */
function bounded(...Statement: readonly object[]) {
  const policy: PolicyDocument = { Version: '2012-10-17', Statement };
  const account = tooling();
  return {
    ...account,
    managedPolicies: { [BOUNDARY]: policy },
    stacks: (account.stacks ?? []).map((stack) => ({
      ...stack,
      change: (text: string) =>
        text.replace(
          '    Properties:\n',
          `    Properties:\n      PermissionsBoundary: ${BOUNDARY}\n`,
        ),
    })),
  };
}

describe('doctor with a permissions boundary of the function’s role', () => {
  it('finds no problem when the boundary allows everything', async () => {
    const { report } = await askWatch({ home: bounded(everything), accounts: [dev()] });
    expect(report.counts.problem).toBe(0);
  });

  it.each([
    ['denies it', [everything, { ...everything, Effect: 'Deny', Action: 'sts:AssumeRole' }]],
    ['does not allow it', [{ Effect: 'Allow', NotAction: 'sts:*', Resource: '*' }]],
  ])('reports that the read role cannot be assumed when the boundary %s', async (_, statements) => {
    expectDenied({ action: 'sts:AssumeRole', because: 'the boundary' });
    const { report } = await askWatch({ home: bounded(...statements), accounts: [dev()] });
    const { sentence, todo, steps = [] } = lineAbout(report, 'role');
    const said = [sentence, todo, ...steps].join(' ');
    expect(said).toContain('boundary');
    expect(said).toContain('limits-watchdog-watch');
  });
});

describe('a run in a VPC without access to a service', () => {
  const LIMIT_MS = 900_000;
  it.each([
    ['sts', undefined, 'RunFailed'],
    ['lambda', 'us-east-1', 'RunIncomplete'],
    // The state is in S3 too.
    ['s3', undefined, 'RunFailed'],
  ])(
    'reports what needs %s (%s) as not measured, within its time limit',
    async (service, region, name) => {
      const match = { service, ...(region !== undefined && { region }) };
      const { sandbox, error, alerts } = await runWatch({
        world: { accounts: [toolingAccount(), memberAccount('222222222222', 'dev')] },
        accounts: [{ id: '222222222222', name: 'dev' }],
        regions: ['eu-west-1', 'us-east-1'],
        faults: [{ match, times: 'always', effect: { kind: 'no answer' } }],
        remainingMs: LIMIT_MS,
      });
      expect(error?.name).toBe(name);
      expect(sandbox.clock.now() - Date.parse(START)).toBeLessThan(LIMIT_MS);
      const unseen = alerts.flatMap(({ notices }) => notices.flatMap((one) => one.unseen ?? []));
      expect([...new Set(unseen.map(({ reason }) => reason))]).toEqual(['no-answer']);
    },
  );
});
