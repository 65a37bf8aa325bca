import { describe, expect, it } from 'vitest';

import type { Behaviour } from '../../sandbox/world/behaviour.ts';
import type { World } from '../../sandbox/world.ts';
import { CONFIRMED, documentOf, remains, runProve, throwAway } from './prove-world.ts';

const PAID = '--with-provisioned-concurrency';

const verdictsOf = async (world: Omit<World, 'accounts'>, ...flags: readonly string[]) => {
  const sandbox = throwAway({ world });
  const ran = await runProve(sandbox, [...CONFIRMED, '--json', ...flags]);
  expect(remains(sandbox)).toEqual([]);
  const { results } = documentOf(ran);
  return {
    exitCode: ran.exitCode,
    results: new Map(results.map(({ fact, ruling }) => [fact, ruling])),
  };
};

/** The behaviour that the project assumes, with the page of the quota where AWS documents one. */
const ASSUMED: Behaviour = { codeSize: 'unzipped' };

describe('npm run prove', () => {
  it('prints that every fact is as assumed, and leaves nothing behind', async () => {
    const sandbox = throwAway({ world: { behaviour: ASSUMED } });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(ran.exitCode).toBe(0);
    expect(remains(sandbox)).toEqual([]);
    expect(ran.out.filter((line) => !line.startsWith('not tried'))).toEqual([
      expect.stringMatching(/^as assumed +storage-unit +Unzipped: a package of \d+ bytes, 5242926/),
      expect.stringMatching(/^as assumed +shared-code +Each: 2 versions of the same code added/),
      expect.stringMatching(/^as assumed +storage-lag +At once/),
      expect.stringMatching(/^as assumed +last-modified +Publication/),
      expect.stringMatching(/^as assumed +delete-scope .* DeleteScope stays qualified\.$/),
      expect.stringMatching(/^as assumed +weighted-alias +Not refused/),
      expect.stringMatching(/^as assumed +absent-version +Accepted/),
      expect.stringMatching(/^as assumed +missing-policy +With ResourceNotFoundException/),
      expect.stringMatching(/^as assumed +written-policy +No: only that of the function/),
      expect.stringMatching(/^as assumed +closed-region +\S+ answered UnrecognizedClientException/),
    ]);
    expect(ran.err.at(-1)).toBe('6 things removed, nothing is left.');
  });

  it.each<[string, Omit<World, 'accounts'>, string]>([
    ['storage-unit', { behaviour: { codeSize: 'zipped' } }, 'Zipped'],
    ['shared-code', { behaviour: { ...ASSUMED, identicalCode: 'shared' } }, 'Once'],
    ['storage-lag', { behaviour: { ...ASSUMED, usageLagMs: 45_000 } }, 'not yet after'],
    ['last-modified', { behaviour: { ...ASSUMED, lastModified: 'update' } }, 'last change before'],
    ['delete-scope', { deleteFunctionResource: 'unqualified', behaviour: ASSUMED }, 'delete none'],
    ['weighted-alias', { behaviour: { ...ASSUMED, deletesWeighted: 'refused' } }, 'Refused'],
    ['absent-version', { behaviour: { ...ASSUMED, deletesAbsent: 'absent' } }, 'ResourceNotFound'],
    ['missing-policy', { behaviour: { ...ASSUMED, missingPolicy: 'empty' } }, 'without a policy'],
    ['written-policy', { behaviour: { ...ASSUMED, writtenPolicy: 'version' } }, 'Yes, and so does'],
    ['closed-region', { regionNotEnabled: 'OptInRequired', behaviour: ASSUMED }, 'OptInRequired'],
  ])('reports only %s as otherwise', async (fact, world, finding) => {
    const { exitCode, results } = await verdictsOf(world);
    expect(exitCode).toBe(0);
    expect(results.get(fact)).toMatchObject({
      verdict: 'otherwise',
      finding: expect.stringContaining(finding),
    });
    const others = [...results].filter(([name]) => name !== fact);
    expect(others.map(([, { verdict }]) => verdict)).toEqual(others.map(() => 'as-assumed'));
  });

  it.each([
    [ASSUMED, { verdict: 'as-assumed', finding: expect.stringMatching(/^Not refused/) }],
    [
      { ...ASSUMED, deletesProvisioned: 'refused' } as const,
      { verdict: 'otherwise', finding: expect.stringMatching(/^Refused/) },
    ],
  ])('tests provisioned concurrency when requested, with %j', async (behaviour, expected) => {
    const { exitCode, results } = await verdictsOf({ behaviour }, PAID);
    expect(exitCode).toBe(0);
    expect(results.get('provisioned-version')).toMatchObject(expected);
  });

  it('uses no provisioned concurrency unless requested, and says that it did not', async () => {
    const sandbox = throwAway({ world: { behaviour: ASSUMED } });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(sandbox.calls.count({ operation: 'PutProvisionedConcurrencyConfig' })).toBe(0);
    expect(ran.out.join('\n')).toContain(
      'not tried       Is the deletion of a version refused that has provisioned concurrency? (AWS bills it, with less than a cent;',
    );
    expect(ran.err.join('\n')).toContain('Nothing of it is billed by AWS.');
  });

  it('announces that provisioned concurrency is billed', async () => {
    const sandbox = throwAway();
    const ran = await runProve(sandbox, ['--region', 'eu-west-1', PAID], { types: 'no' });
    expect(ran.exitCode).toBe(4);
    expect(ran.err.join('\n')).toMatch(/has provisioned concurrency of 1, WHICH AWS BILLS/);
    expect(ran.err.join('\n')).toContain('less than a cent; nothing else of it is billed');
    expect(ran.err.join('\n')).toContain('lambda:PutProvisionedConcurrencyConfig');
    expect(sandbox.calls.count({ operation: 'CreateFunction' })).toBe(0);
  });

  it('reports why AWS refuses provisioned concurrency, and leaves nothing', async () => {
    const sandbox = throwAway({ world: { behaviour: ASSUMED } });
    const effect = { kind: 'access denied' } as const;
    const match = { operation: 'PutProvisionedConcurrencyConfig' };
    sandbox.faults.add({ match, times: 'always', effect });
    const ran = await runProve(sandbox, [...CONFIRMED, PAID]);
    expect(ran.exitCode).toBe(3);
    expect(ran.out.join('\n')).toMatch(
      /unknown +provisioned-version +lambda:PutProvisionedConcurrencyConfig failed with/,
    );
    expect(remains(sandbox)).toEqual([]);
  });

  it('reports shared code and a lag together, without confusing them', async () => {
    const behaviour: Behaviour = { ...ASSUMED, identicalCode: 'shared', usageLagMs: 45_000 };
    const { results } = await verdictsOf({ behaviour });
    expect(results.get('shared-code')).toMatchObject({ finding: expect.stringMatching(/^Once/) });
    expect(results.get('storage-lag')).toMatchObject({ finding: expect.stringMatching(/^Later/) });
  });

  it('names the parameter to set after trying it', async () => {
    const sandbox = throwAway({
      world: { deleteFunctionResource: 'unqualified', behaviour: ASSUMED },
    });
    const ran = await runProve(sandbox, [...CONFIRMED, '--detailed-exitcode']);
    expect(ran.exitCode).toBe(2);
    expect(ran.out).toContain(
      'To do: set DeleteScope in member-prune-role.yml to any (delete-scope).',
    );
  });

  it('reports what could not be determined and why, and ends as incomplete', async () => {
    const { exitCode, results } = await verdictsOf({
      regionNotEnabled: 'UnrecognizedClientException',
      behaviour: { ...ASSUMED, usageLagMs: 3_600_000 },
    });
    expect(exitCode).toBe(3);
    for (const fact of ['storage-unit', 'shared-code', 'storage-lag'])
      expect(results.get(fact)).toEqual({
        verdict: 'could-not-tell',
        why: 'Code storage did not grow in all the time that was waited.',
      });
    expect(results.get('delete-scope')?.verdict).toBe('as-assumed');
  });

  it('does not count a denial by a service control policy as an answer of IAM', async () => {
    const sandbox = throwAway({
      world: { behaviour: ASSUMED },
      account: {
        serviceControlPolicies: [
          {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: '*', Resource: '*' },
              {
                Effect: 'Deny',
                Action: 'lambda:DeleteFunction',
                Resource: '*',
                Condition: {
                  ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/limits-watchdog-prove/*' },
                },
              },
            ],
          },
        ],
      },
    });
    const ran = await runProve(sandbox, [...CONFIRMED, '--json']);
    expect(remains(sandbox)).toEqual([]);
    const { results } = documentOf(ran);
    expect(results.find(({ fact }) => fact === 'delete-scope')?.ruling).toMatchObject({
      verdict: 'could-not-tell',
      why: expect.stringContaining("An organisation's rule"),
    });
  });

  it('waits during throttling, and a minute for IAM', async () => {
    const sandbox = throwAway({ world: { behaviour: { ...ASSUMED, iamDelayMs: 60_000 } } });
    for (const operation of ['CreateFunction', 'DeleteFunction', 'GetFunction', 'CreateRole'])
      sandbox.faults.add({ match: { operation }, times: 1, effect: { kind: 'throttle' } });
    const ran = await runProve(sandbox, CONFIRMED);
    expect(ran.exitCode).toBe(0);
    expect(remains(sandbox)).toEqual([]);
  });

  it('sends a few hundred requests at most, within the rate, and never invokes a function', async () => {
    const sandbox = throwAway({ world: { behaviour: { usageLagMs: 3_600_000 } } });
    await runProve(sandbox, CONFIRMED);
    expect(sandbox.calls.count()).toBeLessThan(400);
    expect(sandbox.calls.count({ status: 429 })).toBe(0);
    expect(sandbox.calls.count({ operation: 'Invoke' })).toBe(0);
  });
});
