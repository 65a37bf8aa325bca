import { describe, expect, it } from 'vitest';

import { resourceOf } from '../../src/limits/actions.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { LimitAction } from '../../src/limits/limit.ts';
import type { Grant } from '../sandbox/iam/granted.ts';
import { grantsOfTemplate } from '../sandbox/iam/granted.ts';

const PARAMETERS = { ToolingAccountId: '111111111111', ExternalId: 'test-external-id' };
const actions = catalogue.flatMap((limit) => limit.actions);

const grantsWith = (ReadStorageMode: string): readonly Grant[] =>
  grantsOfTemplate('src/stacks/member-read-role.yml', { ...PARAMETERS, ReadStorageMode });

function isGranted(one: LimitAction, grants: readonly Grant[]): boolean {
  return grants.some((grant) => isFor(grant, one));
}

/** Whether a statement grants what the limit needs; of a quota, on this quota and nothing wider. */
function isFor({ action, resources }: Grant, one: LimitAction): boolean {
  const resource = resourceOf(one);
  return (
    action === one.action &&
    (resource === undefined || resources.some((arn) => arn.endsWith(`:${resource}`)))
  );
}

describe('member-read-role.yml', () => {
  it.each(actions.map((one) => [one.action, resourceOf(one) ?? '', one] as const))(
    'grants %s %s, which a limit needs',
    (_action, _resource, one) => {
      expect(isGranted(one, grantsWith('true'))).toBe(true);
      expect(isGranted(one, grantsWith('false'))).toBe(one.onlyForStorageMode !== true);
    },
  );

  it('grants nothing that neither a limit nor the doctor needs, unless plans read evidence', () => {
    const useless = grantsWith('true').filter(
      (grant) => grant.action !== 'iam:GetRole' && !actions.some((one) => isFor(grant, one)),
    );
    expect(useless).toEqual([]);
  });

  it('grants each of several quotas for a reason', () => {
    const wide = grantsWith('true')
      .filter(({ action }) => actions.some((one) => one.action === action && one.on !== undefined))
      .flatMap(({ resources }) => resources)
      .filter((arn) => !actions.some((one) => arn.endsWith(`:${resourceOf(one)}`)));
    expect(wide).toEqual([]);
  });
});
