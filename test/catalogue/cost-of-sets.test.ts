import { describe, expect, it } from 'vitest';

import { monthlyCost } from '../../src/cli/commands/cost.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import type { CostAssumptions } from '../../src/cost/model.ts';
import { costText } from '../../src/cost/text.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { complete } from '../config/complete.ts';

const DEFAULTS: CostAssumptions = {
  runsPerDay: 4,
  functions: 200,
  versionsPerFunction: 20,
  aliasesPerFunction: 1,
  buckets: 100,
  messagesPerDay: 4,
  mailSubscribers: 5,
  memoryMiB: 512,
  alarmMetrics: 10,
  dashboards: 0,
  logDays: 90,
};

/** Returns the estimated costs of five accounts in three Regions with further settings. */
function costOf(more: string) {
  const accounts = ['dev', 'qa', 'staging', 'load', 'prod'].map(
    (name, at) =>
      `  - { id: '${String(at + 2).repeat(12)}', name: ${name}, stage: ${name === 'prod' ? 'prod' : 'nonprod'} }`,
  );
  const text = `tooling: { account: '111111111111', region: eu-west-1 }
role: { externalId: some-external-id }
alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts' }
regions: [eu-west-1, eu-central-1, us-east-1]
${more}
accounts:
${accounts.join('\n')}
`;
  const parsed = parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return monthlyCost(complete(parsed.configuration), DEFAULTS);
}

describe('the sets of limits', () => {
  const of = (text: string) => new Map(costOf(text).sets.map((one) => [one.set, one] as const));

  it('each have a cost that does not depend on other watched limits, and the events of their calls', () => {
    const none = of('');
    const some = of('watch: [{ limits: [logs, ec2], stages: [prod] }]');
    expect([...none.keys()]).toEqual([
      ...new Set(catalogue.flatMap(({ definition }) => definition.set ?? [])),
    ]);
    for (const [set, { usd, events }] of none) {
      const other = some.get(set);
      expect(other?.events).toBe(events);
      expect(other?.usd).toBeCloseTo(usd, 2);
      expect(other?.watchedIn).toBe(set === 'logs' || set === 'ec2' ? 1 : 0);
    }
    // 124 runs of 5 accounts × 3 Regions, each with one listing; each quota is read at most once in 24 hours.
    expect(none.get('logs')?.events).toBeGreaterThan(124 * 15);
    expect(none.get('logs')?.events).toBeLessThanOrEqual(124 * 15 * 2);
    expect(none.get('lambda')?.events).toBe(0);
  });

  it('are in the text with their cost', () => {
    const text = costText(costOf(''), DEFAULTS, { deployment: 'x', region: 'eu-west-1' });
    expect(text.filter((line) => /^ {2}\w+ +.*CloudTrail event/.test(line))).toHaveLength(10);
  });

  it('of deployments do not count limits that a set without delay measures already', () => {
    const alone = of('').get('deployments');
    const beside = of('watch: [{ limits: [iam] }]').get('deployments');
    expect(beside?.usd).toBeLessThan(alone?.usd ?? 0);
  });
});
