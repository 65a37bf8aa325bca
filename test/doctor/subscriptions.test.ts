import { describe, expect, it } from 'vitest';

import { emptyState, encodeState } from '../../src/alerts/state/format.ts';
import { instant } from '../../src/model/time.ts';
import { TOPIC } from '../watch/run-watch.ts';
import type { SubscriptionWorld, TopicWorld } from '../sandbox/world.ts';
import type { DoctorRun } from './run-doctor.ts';
import { askWatch, lineAbout, outline, tooling } from './run-doctor.ts';

const ALERTS = 'limits-watchdog-alerts';
const HEALTH = 'limits-watchdog-health';
const subjectOf = (topic: string): string => `sns:ListSubscriptionsByTopic (${topic})`;
const OPS: SubscriptionWorld = { protocol: 'email', endpoint: 'ops@example.com' };

function askDoctor(topics: readonly TopicWorld[], run: DoctorRun = {}) {
  const home = tooling(encodeState(emptyState('limits-watchdog', instant(0)), 'run'));
  return askWatch({ ...run, home: { ...home, regions: { 'eu-west-1': { topics } } } });
}

describe('the subscriptions of each topic', () => {
  it('are a problem when none is confirmed, with the address and the command', async () => {
    const topics = [
      { name: ALERTS, subscriptions: [{ ...OPS, status: 'pending' as const }] },
      { name: HEALTH, subscriptions: [OPS] },
    ];
    const alerts = { topicArn: TOPIC, emails: ['ops@example.com'] };
    const { report } = await askDoctor(topics, { settings: { alerts } });
    expect(report.worst).toBe('problem');
    expect(outline(report)[0]).toBe(`problem tooling [eu-west-1] ${subjectOf(ALERTS)}`);
    expect(lineAbout(report, subjectOf(ALERTS))).toMatchObject({
      sentence:
        'The topic limits-watchdog-alerts has no confirmed subscription. Not confirmed yet: ops@example.com.',
      todo: expect.stringContaining('Run limits-watchdog subscribe'),
    });
  });

  it('are a problem when the topic does not exist, or when a listed address is missing', async () => {
    const topics = [{ name: ALERTS, subscriptions: [OPS] }];
    const alerts = { topicArn: TOPIC, emails: ['ops@example.com', 'boss@example.com'] };
    const { report } = await askDoctor(topics, { settings: { alerts } });
    expect(lineAbout(report, subjectOf(HEALTH)).sentence).toBe(
      'The topic limits-watchdog-health does not exist.',
    );
    expect(lineAbout(report, subjectOf(ALERTS)).sentence).toContain(
      'Not subscribed: boss@example.com.',
    );
  });

  it.each([
    ['access denied', 'problem'],
    ['throttle', 'could-not-tell'],
  ] as const)('are never called fine after: %s', async (kind, state) => {
    const subscribed = [
      { name: ALERTS, subscriptions: [OPS] },
      { name: HEALTH, subscriptions: [OPS] },
    ];
    const { report } = await askDoctor(subscribed, {
      faults: [
        {
          match: { operation: 'ListSubscriptionsByTopic' },
          times: 'always',
          effect: { kind },
        },
      ],
    });
    for (const topic of [ALERTS, HEALTH]) {
      expect(lineAbout(report, subjectOf(topic)).state).toBe(state);
    }
  });
});
