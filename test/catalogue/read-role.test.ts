import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { withSwitches } from '../../scripts/read-role/switches.ts';
import { resourceOf } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { Limit, LimitAction } from '../../src/limits/limit.ts';
import { LIMIT_SETS, QUOTAS_SET } from '../../src/model/limit-choice/sets.ts';
import type { Grant } from '../sandbox/iam/granted.ts';
import { grantsOfTemplate } from '../sandbox/iam/granted.ts';

const PARAMETERS = { ToolingAccountId: '111111111111', ExternalId: 'test-external-id' };
/** Sets of limits with limits in the catalogue. Quotas by code have none, and their parameter has its own test. */
const OF_CATALOGUE = Object.entries(LIMIT_SETS).filter(([set]) => set !== QUOTAS_SET);
const SETS = OF_CATALOGUE.map(([, { parameter }]) => parameter);
const needs = catalogue.flatMap((limit) =>
  limit.actions.map((one) => [one.action, resourceOf(one) ?? '', one, limit] as const),
);

function grantsWith(parameters: Readonly<Record<string, string>> = {}): readonly Grant[] {
  return grantsOfTemplate('src/stacks/member-read-role.yml', { ...PARAMETERS, ...parameters });
}

const granted = new Map<string, readonly Grant[]>();
/** Returns the grants of the read role with this parameter turned on, or with none. */
function grantsOf(parameter?: string): readonly Grant[] {
  const key = parameter ?? '';
  const known =
    granted.get(key) ?? grantsWith(parameter === undefined ? {} : { [parameter]: 'true' });
  granted.set(key, known);
  return known;
}

function parameterOf({ definition: { set } }: Limit): string | undefined {
  return set === undefined ? undefined : LIMIT_SETS[set].parameter;
}

function isGranted(one: LimitAction, grants: readonly Grant[]): boolean {
  return grants.some((grant) => isFor(grant, one));
}

/** Whether a grant allows exactly what the limit needs; for a quota, on this quota only. */
function isFor({ action, resources }: Grant, one: LimitAction): boolean {
  const resource = resourceOf(one);
  return (
    action === one.action &&
    (resource === undefined || resources.some((arn) => arn.endsWith(`:${resource}`)))
  );
}

const limitsOf = (set: string | undefined): readonly Limit[] =>
  catalogue.filter(({ definition }) => definition.set === set);

describe('member-read-role.yml', () => {
  it('has the parameters of the catalogue; otherwise run npx tsx scripts/write-limits.ts', () => {
    const template = readFileSync(
      new URL('../../src/stacks/member-read-role.yml', import.meta.url),
      'utf8',
    );
    expect(withSwitches(template)).toBe(template);
  });

  it.each(needs)(
    'grants %s %s with the parameter of its limit',
    (_action, _resource, one, limit) => {
      const switched = one.onlyForStorageMode ? 'ReadStorageMode' : parameterOf(limit);
      expect(isGranted(one, grantsOf(switched))).toBe(true);
    },
  );

  it('grants by default only the actions of limits that are always watched, and of the doctor', () => {
    const lines = grantsOf().flatMap(({ action, resources }) =>
      resources.map((resource) => `${action} ${resource}`),
    );
    expect(lines.toSorted()).toMatchInlineSnapshot(`
      [
        "iam:GetRole arn:aws:iam::111111111111:role/limits-watchdog-prune",
        "lambda:GetAccountSettings *",
        "lambda:ListAliases arn:aws:lambda:*:111111111111:function:*",
        "lambda:ListFunctions *",
        "s3:ListAllMyBuckets *",
        "servicequotas:GetAWSDefaultServiceQuota *",
        "servicequotas:GetServiceQuota arn:aws:servicequotas:*:111111111111:s3/L-DC2B2D3D",
        "servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota arn:aws:servicequotas:*:111111111111:s3/L-DC2B2D3D",
      ]
    `);
  });

  it.each(OF_CATALOGUE.map(([set, { parameter }]) => [set, parameter] as const))(
    'grants with the parameter of %s only the actions of its limits',
    (set, parameter) => {
      const lineOf = ({ action, resources }: Grant) => resources.map((one) => `${action} ${one}`);
      const always = new Set(grantsOf().flatMap(lineOf));
      const more = grantsOf(parameter).flatMap((grant) =>
        grant.resources
          .filter((resource) => !always.has(`${grant.action} ${resource}`))
          .map((resource) => ({ ...grant, resources: [resource] })),
      );
      const actions = limitsOf(set).flatMap((limit) => limit.actions);
      expect(more.filter((grant) => !actions.some((one) => isFor(grant, one)))).toEqual([]);
      // A set that needs no further permission would need no parameter.
      expect(more).not.toEqual([]);
    },
  );

  it('grants every quota and every metric with the parameter of quotas by code, and nothing else', () => {
    const lineOf = ({ action, resources }: Grant) => resources.map((one) => `${action} ${one}`);
    const always = new Set(grantsOf().flatMap(lineOf));
    const more = grantsOf(LIMIT_SETS.quotas.parameter).flatMap(lineOf);
    expect(more.filter((line) => !always.has(line)).toSorted()).toEqual([
      'cloudwatch:GetMetricData *',
      'servicequotas:GetServiceQuota arn:aws:servicequotas:*:111111111111:*',
      'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota arn:aws:servicequotas:*:111111111111:*',
    ]);
  });

  it('grants no action that neither a limit nor the doctor needs, unless plans read evidence', () => {
    const all = grantsWith(
      Object.fromEntries(['ReadStorageMode', ...SETS].map((name) => [name, 'true'])),
    );
    const useless = all.filter(
      (grant) => grant.action !== 'iam:GetRole' && !needs.some(([, , one]) => isFor(grant, one)),
    );
    expect(useless).toEqual([]);
  });

  it('grants several quotas only with a reason for each', () => {
    const all = grantsWith(
      Object.fromEntries(['ReadStorageMode', ...SETS].map((name) => [name, 'true'])),
    );
    const wide = all
      .filter(({ action }) => needs.some(([, , one]) => one.action === action && one.on))
      .flatMap(({ resources }) => resources)
      .filter((arn) => !needs.some(([, , one]) => arn.endsWith(`:${resourceOf(one)}`)));
    expect(wide).toEqual([]);
  });
});
