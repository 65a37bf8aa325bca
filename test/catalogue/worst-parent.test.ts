import { describe, expect, it } from 'vitest';

import { detailText } from '../../src/text/figure-detail.ts';
import { ec2NatGateways } from '../../src/limits/ec2/ec2-nat-gateways.ts';
import { lambdaNetworkInterfaces } from '../../src/limits/ec2/lambda-network-interfaces.ts';
import { eventRules } from '../../src/limits/event-rules.ts';
import { STATE_BUCKET } from '../watch/run-watch.ts';
import { accountHolding, checked, onlyFinding, runOver } from './measured-limit.ts';

describe.each([
  [eventRules, 'event bus', 'orders'],
  [ec2NatGateways, 'Availability Zone', 'eu-west-1b'],
  [lambdaNetworkInterfaces, 'VPC', 'vpc-orders'],
] as const)('a limit of each of several things', (limit, kind, name) => {
  it(`names the ${kind} with the highest usage in finding, alert and page`, async () => {
    const account = accountHolding(limit, 95);
    const finding = onlyFinding(await checked(account, limit), limit);
    expect(detailText(finding)).toBe(`, ${kind} ${name}`);
    const ran = await runOver(account, limit, {});
    expect(ran.mails.join('\n')).toMatch(
      new RegExp(`This is of the ${kind} \\W?${name}\\W?, which uses most`),
    );
    const alerts = JSON.stringify(ran.alerts.flatMap(({ notices }) => notices));
    expect(alerts).toContain(`"parent":{"kind":"${kind}","name":"${name}"}`);
    const page = ran.sandbox.organisation
      .findBucket(STATE_BUCKET)
      ?.current('limits-watchdog/reports/latest.html');
    expect(Buffer.from(page?.body ?? '').toString()).toContain(
      `${limit.definition.title}, ${kind} ${name}`,
    );
  });
});

it('the report states how many NAT gateways are regional, which are in no zone', async () => {
  const report = await checked(accountHolding(ec2NatGateways, 10), ec2NatGateways);
  expect(report.notCovered.join('\n')).toContain(
    'NAT gateways: regional NAT gateways, which are not in this figure: 2',
  );
});
