import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';

import { limitsLost, limitsPage } from '../../scripts/limits-page.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { NOT_MEASURED } from '../../src/limits/coverage.ts';

const path = new URL('../../docs/limits.md', import.meta.url);

describe('docs/limits.md', () => {
  it('matches the catalogue; otherwise run npx tsx scripts/write-limits.ts', async () => {
    const style = await resolveConfig(path);
    expect(await format(limitsPage(), { ...style, parser: 'markdown' })).toBe(
      await readFile(path, 'utf8'),
    );
  });
});

describe('the coverage', () => {
  it('loses no limit: an account that watches it would no longer be alerted', () => {
    const ids = catalogue.map(({ definition }) => String(definition.id));
    expect(ids).toEqual(
      expect.arrayContaining([
        'lambda-code-storage',
        'lambda-old-versions',
        's3-buckets',
        'lambda-reserved-concurrency',
        'logs-resource-policies',
        'logs-delivery-policy-size',
        'iam-roles',
        'iam-policies',
        'iam-instance-profiles',
        'route53-hosted-zones',
        'event-rules',
        'apigateway-regional-apis',
        'apigateway-edge-apis',
        'apigateway-private-apis',
        'apigateway-domain-names',
        'apigateway-private-domain-names',
        'cloudfront-distributions',
        'acm-certificates',
        'acm-imported-certificates',
        'ec2-security-groups',
        'ec2-elastic-ips',
        'ec2-nat-gateways',
        'lambda-network-interfaces',
        'cloudformation-stacks',
        'lambda-concurrent-executions',
        'deployments-iam-roles',
        'deployments-iam-policies',
        'deployments-iam-instance-profiles',
        'iam-oidc-providers',
        'dynamodb-tables',
        'ssm-standard-parameters',
        'ssm-advanced-parameters',
        'sns-topics',
        'kms-keys',
        'ec2-vpcs',
      ]),
    );
  });

  it('cannot shrink when the page is written again: a removed limit is named', async () => {
    const page = await readFile(path, 'utf8');
    expect(limitsLost(page, page)).toEqual([]);
    const less = page.split('\n').filter((row) => !row.includes('`iam-roles`'));
    expect(limitsLost(page, less.join('\n'))).toEqual(['iam-roles']);
    expect(limitsLost('', page)).toEqual([]);
    const rows = limitsLost(page, '');
    expect(rows).toEqual(catalogue.map(({ definition }) => definition.id));
  });

  it('excludes no limit that is measured', () => {
    const measured = catalogue.flatMap(({ quota }) =>
      quota === undefined ? [] : [`${quota.ServiceCode}/${quota.QuotaCode}`],
    );
    const excluded = NOT_MEASURED.flatMap(
      ({ what }) => what.match(/[a-z0-9]+\/L-[0-9A-F]{8}/g) ?? [],
    );
    expect(excluded.filter((code) => measured.includes(code))).toEqual([]);
  });

  it('excludes no further limit without a reason', () => {
    expect(NOT_MEASURED.map(({ what }) => what)).toMatchInlineSnapshot(`
      [
        "ACM certificates created in the last 365 days (acm/L-DA1D8B98)",
        "Resources of a CloudFormation template",
        "API rates whose period is one second",
        "Size of the resource policy of a Lambda function",
        "S3 request rates",
        "Bedrock tokens a minute",
        "Quotas with neither a usage metric nor a listing",
      ]
    `);
    for (const { why } of NOT_MEASURED) expect(why).toMatch(/^[A-Z].*\.$/);
  });
});
