import { describe, expect, it } from 'vitest';

import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';

const LIMITS = catalogue.map(({ definition }) => definition);
const FILE = `tooling: { account: '111111111111', region: eu-west-1 }
role: { externalId: 2f1b7e9c4d }
alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }
regions: [eu-west-1]
accounts:
  - { id: '222222222222', name: dev, stage: nonprod }
  - { id: '333333333333', name: shop, stage: prod }
`;
const VCPU = 'service: ec2, code: L-1216C47A';
const ID = 'ec2-l-1216c47a';

const parsed = (...lines: readonly string[]) =>
  parseConfiguration(`${FILE}${lines.join('\n')}\n`, LIMITS);

function configured(...lines: readonly string[]): ConfigurationFile {
  const result = parsed(...lines);
  if (!result.ok) throw new Error(describeFaults(result.faults, 'watchdog.yml'));
  return result.configuration;
}

function faultsOf(...lines: readonly string[]): string {
  const result = parsed(...lines);
  return result.ok ? 'no fault' : describeFaults(result.faults, 'watchdog.yml');
}

const rulesOf = ({ accounts }: ConfigurationFile) =>
  accounts.map(({ rules }) => rules.find(({ limit }) => limit === ID));

describe('quotas by code', () => {
  it('are watched in every account, with the thresholds of all quotas', () => {
    const file = configured(`quotas: [{ ${VCPU} }]`, 'thresholds: { warn: 60 }');
    expect(file.quotas).toEqual([
      { quota: { ServiceCode: 'ec2', QuotaCode: 'L-1216C47A' }, scope: 'region' },
    ]);
    const rule = {
      limit: ID,
      warn: { kind: 'percent', percent: 60 },
      critical: { kind: 'percent', percent: 90 },
    };
    expect(rulesOf(file)).toEqual([rule, rule]);
  });

  it('have thresholds that take precedence over those of the file but not over those of an account', () => {
    const file = configured(
      `quotas: [{ ${VCPU}, warn: 50, critical: 70 }]`,
      'thresholds: { warn: 60, critical: 95 }',
    );
    expect(rulesOf(file)[0]).toMatchObject({ warn: { percent: 50 }, critical: { percent: 70 } });
    expect(faultsOf(`quotas: [{ ${VCPU}, warn: 95 }]`)).toBe(
      'watchdog.yml:8: quotas[0].warn: warn at 95 % does not come before critical at 90 % (the default of ec2-l-1216c47a); lower warn or raise critical',
    );
  });

  it.each([
    ['accounts: [dev]', [true, false]],
    ['stages: [prod]', [false, true]],
    ["accounts: ['*'], stages: [nonprod]", [true, false]],
  ])('are watched where %s says', (where, watched) => {
    const file = configured(`quotas: [{ ${VCPU}, ${where} }]`);
    expect(rulesOf(file).map((rule) => rule !== undefined)).toEqual(watched);
  });

  it('are not all that `watch` of all limits adds: where they are watched is said with them', () => {
    const file = configured(
      `quotas: [{ ${VCPU}, accounts: [dev] }]`,
      'watch: [{ limits: [all], accounts: [shop] }]',
    );
    expect(rulesOf(file).map((rule) => rule !== undefined)).toEqual([true, false]);
  });

  it.each([
    ['iam', 'account'],
    ['route53', 'account'],
    ['cloudfront', 'account'],
    ['vpc', 'region'],
  ])('of %s are of the %s', (service, scope) => {
    const { quotas } = configured(`quotas: [{ service: ${service}, code: L-1216C47A }]`);
    expect(quotas).toMatchObject([{ scope }]);
    const other = configured(`quotas: [{ service: ${service}, code: L-1216C47A, scope: account }]`);
    expect(other.quotas).toMatchObject([{ scope: 'account' }]);
  });

  it('have a metric only if metrics.limits names their set', () => {
    expect(configured(`quotas: [{ ${VCPU} }]`).metrics.limits).toBeUndefined();
    const file = configured(`quotas: [{ ${VCPU} }]`, 'metrics: { limits: [quotas] }');
    expect(file.metrics.limits).toEqual([ID]);
  });

  it('can be named by routes and mutes', () => {
    const mutes = `alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts', mutes: [{ limits: [${ID}], until: '2026-12-31', owner: us, reason: known }] }`;
    const text = `${FILE.replace(/^alerts: .*$/m, mutes)}quotas: [{ ${VCPU} }]\n`;
    expect(parseConfiguration(text, LIMITS).ok).toBe(true);
  });

  it.each([
    ['without a code', 'quotas: [{ service: ec2 }]'],
    ['with a name for a code', 'quotas: [{ service: ec2, code: Running instances }]'],
    ['with an unknown key', `quotas: [{ ${VCPU}, statistic: Sum }]`],
    ['named twice', `quotas: [{ ${VCPU} }, { ${VCPU}, warn: 70 }]`],
    ['that are always watched', 'quotas: [{ service: s3, code: L-DC2B2D3D }]'],
    ['for no account that there is', `quotas: [{ ${VCPU}, accounts: [test-*] }]`],
    ['for no account of the stage', `quotas: [{ ${VCPU}, accounts: [dev], stages: [prod] }]`],
    ['under watch', `watch: [{ limits: [quotas] }]`],
  ])('are refused %s', (_, line) => {
    // Whatever sets there are by now.
    const message = faultsOf(line).replace(/: all, .*/, ': …');
    expect(message).not.toBe('no fault');
    expect(message).toMatchSnapshot();
  });
});
