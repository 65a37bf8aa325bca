import { describe, expect, it } from 'vitest';

import { PLAN_PROBES } from '../../src/doctor/attempt.ts';
import { planActions } from '../../src/prune/evidence/callers.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { STATE_BUCKET, TOOLING } from '../watch/run-watch.ts';
import {
  askPlan,
  DEV,
  dev,
  lineAbout,
  outline,
  PROD,
  prod,
  readRole,
  tooling,
} from './run-doctor.ts';

const LAYERS = { [DEV]: { prune: { layers: true } } };
const ALL = planActions({ layers: true });
const REGIONAL = ALL.filter((action) => action !== 'cloudfront:ListDistributions');

describe('the doctor of the plan function', () => {
  it('has a probe for each action of planning', () => {
    const every = planActions({ layers: true, storageModes: true });
    expect(Object.keys(PLAN_PROBES).toSorted()).toEqual(every);
  });

  it('reports no problem for a correct deployment, with one request for each action', async () => {
    const { report, sandbox } = await askPlan({ regions: ['us-east-1'] });
    expect(outline(report)).toEqual([]);
    expect(report.worst).toBe('ok');
    const inDev = sandbox.calls
      .list()
      .filter(({ account, service }) => account === DEV && service !== 'sts');
    expect(inDev).toHaveLength(planActions().length);
    expect(inDev.flatMap(({ access }) => access.map(({ action }) => action)).toSorted()).toEqual(
      planActions(),
    );
  });

  it('makes no request in production accounts', async () => {
    const { sandbox } = await askPlan();
    const asked = sandbox.calls.list();
    expect(asked.some(({ account }) => account === PROD)).toBe(false);
    expect(asked.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  });

  it('writes nothing into the bucket of plans', async () => {
    const { sandbox } = await askPlan();
    expect(sandbox.calls.tally()).toMatchObject({ 's3:PutObject': 4, 's3:GetObject': 5 });
    const bucket = sandbox.organisation.findBucket(STATE_BUCKET);
    expect(bucket?.current('limits-watchdog/prune/plans/doctor')).toBeUndefined();
    expect(bucket?.current('limits-watchdog/prune/planning/doctor')).toBeUndefined();
    expect(bucket?.current('limits-watchdog/review/reviews/doctor')).toBeUndefined();
    expect(bucket?.current('limits-watchdog/review/reading/doctor')).toBeUndefined();
  });

  it.each(REGIONAL)(
    'names %s alone when it alone is denied, and what to update',
    async (denied) => {
      const roles = [readRole(ALL.filter((action) => action !== denied))];
      const { report } = await askPlan({
        accounts: [{ id: DEV, name: 'dev', roles }],
        account: LAYERS,
      });
      expect(outline(report)).toEqual([`problem dev [eu-west-1] ${denied}`]);
      const isAlways = ['lambda:ListAliases', 'lambda:ListFunctions'].includes(denied);
      expect(lineAbout(report, denied).todo).toContain(
        isAlways
          ? 'to the template of this version'
          : `with PlanEvidence=true${/Layer/.test(denied) ? ' and ReadLayers=true' : ''}, which`,
      );
    },
  );

  it('tests layer permissions only if the configuration allows layers to be deleted', async () => {
    const { sandbox } = await askPlan();
    expect(sandbox.calls.list().filter(({ operation }) => operation.includes('Layer'))).toEqual([]);
  });

  const withReadStack = (parameters: Readonly<Record<string, string>>) =>
    dev({
      stacks:
        dev().stacks?.map((stack) => ({
          ...stack,
          parameters: {
            ...stack.parameters,
            ...(stack.template.includes('read') && parameters),
          },
        })) ?? [],
    });

  it('reports once for an account that PlanEvidence is off, not once for each action', async () => {
    for (const action of planActions()) {
      if (['lambda:ListAliases', 'lambda:ListFunctions'].includes(action)) continue;
      if (action === 'cloudfront:ListDistributions') continue;
      expectDenied({ action, because: 'PlanEvidence is false' });
    }
    const { report } = await askPlan({ accounts: [withReadStack({ PlanEvidence: 'false' })] });
    expect(outline(report)).toEqual(['problem dev [eu-west-1] evidence of use']);
    expect(lineAbout(report, 'evidence of use').todo).toContain('with PlanEvidence=true');
  });

  it('lists what to check for a role that does not trust it', async () => {
    const accounts = [withReadStack({ PlanFunctionRoleName: 'another' })];
    expectDenied({ action: 'sts:AssumeRole', because: 'the trust names another role' });
    const { report } = await askPlan({ accounts });
    expect(outline(report)).toEqual(['problem dev [] role']);
    expect(lineAbout(report, 'role').steps?.join(' ')).toContain('PlanFunctionRoleName');
  });

  it('reports that plans cannot be stored', async () => {
    const { report } = await askPlan({
      faults: [
        {
          match: { operation: 'PutObject', account: TOOLING },
          times: 'always',
          effect: { kind: 'access denied' },
        },
      ],
      home: tooling(),
    });
    expect(outline(report)).toEqual([
      'problem tooling [eu-west-1] s3:PutObject (plans)',
      'problem tooling [eu-west-1] s3:PutObject (planning)',
      'problem tooling [eu-west-1] s3:PutObject (reviews)',
      'problem tooling [eu-west-1] s3:PutObject (reading)',
    ]);
    expect(lineAbout(report, 's3:PutObject (plans)').todo).toContain(
      'src/stacks/plan-function-role.yml',
    );
  });

  it('refuses a request for production accounts only', async () => {
    await expect(askPlan({ event: { accounts: ['prod'] } })).rejects.toThrow(
      'nothing was done. accounts: no account of the configuration is called "prod"; there are "dev"',
    );
    await expect(askPlan({ accounts: [prod()] })).rejects.toThrow(
      'nothing was done. the configuration has no non-production account',
    );
  });
});
