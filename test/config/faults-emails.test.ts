import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { faultsOf } from './broken-files.ts';
import { configurationOf, MINIMAL } from './valid-files.ts';

const withEmails = (alerts: unknown, health: unknown): string =>
  stringify({
    ...MINIMAL,
    alerts: { ...MINIMAL.alerts, emails: alerts },
    health: { emails: health },
  });

describe('e-mail addresses', () => {
  test('are resolved with the topics that they are subscribed to', () => {
    const { alerts, health } = configurationOf(withEmails(['a@example.com'], ['b@example.com']));
    expect(alerts.emails).toEqual(['a@example.com']);
    expect(health).toEqual({
      topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-health',
      emails: ['b@example.com'],
    });
  });

  test('are empty unless they are listed; the health topic exists in any case', () => {
    const text = stringify({
      ...MINIMAL,
      deployment: 'dev-watchdog',
      tooling: { account: '111111111111', region: 'cn-north-1' },
      regions: ['cn-north-1'],
      alerts: { topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:alerts' },
    });
    const { alerts, health } = configurationOf(text);
    expect(alerts.emails).toEqual([]);
    expect(health).toEqual({
      topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:dev-watchdog-health',
      emails: [],
    });
  });

  test('all faults are reported at once', () => {
    const faults = faultsOf(
      withEmails(
        ['ops', 'a@example.com', 'A@example.com', 'b@example.com\nc@example.com'],
        'x@y.z',
      ),
    );
    expect(faults.split('\n')).toHaveLength(4);
    expect(faults).toContain('alerts.emails[0]: "ops" is not accepted; give an e-mail address');
    expect(faults).toContain('alerts.emails[2]: "A@example.com" is already at alerts.emails[1]');
    expect(faults).toContain('alerts.emails[3]');
    expect(faults).toContain('health.emails');
  });

  test('are at most 50 to a topic', () => {
    const many = Array.from({ length: 51 }, (_, at) => `a${at}@example.com`);
    expect(faultsOf(withEmails(many, []))).toContain('a list of up to 50 e-mail addresses');
    expect(configurationOf(withEmails(many.slice(1), [])).alerts.emails).toHaveLength(50);
  });
});
