import { describe, expect, it } from 'vitest';

import { violationsOf } from '../documents/schemas.ts';
import type { SubscriptionWorld, TopicWorld } from '../sandbox/world.ts';
import { TOOLING, TOPIC } from './run-watch.ts';
import { EMPTY, FULL, Timeline } from './timeline.ts';

const HEALTH = `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-health`;
const QUEUE = `arn:aws:sqs:eu-west-1:${TOOLING}:automation`;
const CODE = '222222222222/eu-west-1/lambda-code-storage';

const PENDING: SubscriptionWorld = {
  protocol: 'email',
  endpoint: 'ops@example.com',
  status: 'pending',
};
const AUTOMATION: SubscriptionWorld = { protocol: 'sqs', endpoint: QUEUE };
const ON_CALL: SubscriptionWorld = { protocol: 'email', endpoint: 'on-call@example.com' };

interface Setting {
  readonly usage?: number;
  /** The subscriptions of the alerts topic; undefined: the topic does not exist. */
  readonly alerts?: readonly SubscriptionWorld[] | undefined;
  readonly health?: readonly SubscriptionWorld[] | undefined;
  readonly emails?: readonly string[];
}

function timelineOf(setting: Setting): Timeline {
  const { usage = FULL, emails } = setting;
  const topics: readonly TopicWorld[] = [
    topic('limits-watchdog-alerts', 'alerts' in setting ? setting.alerts : [AUTOMATION]),
    topic('limits-watchdog-health', 'health' in setting ? setting.health : [ON_CALL]),
  ].flat();
  return new Timeline({
    usage: { dev: { bytes: usage } },
    tooling: { regions: { 'eu-west-1': { topics } } },
    settings: { alerts: { topicArn: TOPIC, ...(emails !== undefined && { emails }) } },
  });
}

function topic(name: string, subscriptions: readonly SubscriptionWorld[] | undefined) {
  return subscriptions === undefined ? [] : [{ name, subscriptions }];
}

function stateOf(timeline: Timeline, topicArn: string) {
  const name = topicArn.split(':').at(-1) ?? '';
  const found = timeline.sandbox.organisation.account(TOOLING).topic('eu-west-1', name);
  if (found === undefined) throw new Error(`no topic ${name}`);
  return found;
}

/**
 * Runs once and returns its status, whether it wrote a heartbeat, and the metric that the alarm `watch-failed`
 * subtracts.
 */
async function runOf(timeline: Timeline, hoursLater = 0) {
  await timeline.later(hoursLater * 60);
  const { error, summary, lines } = await timeline.run();
  const metrics = lines
    .map((line): Record<string, unknown> => JSON.parse(line))
    .find((line) => 'RunIncompleteErrors' in line);
  const status = summary !== undefined && 'status' in summary ? summary.status : undefined;
  return {
    ended: error?.name ?? status,
    beat: metrics?.['Heartbeat'] === 1,
    alarm: metrics?.['RunIncompleteErrors'] === 0 && error !== undefined,
  };
}

function mailsTo(timeline: Timeline, topicArn: string): readonly (string | undefined)[] {
  return timeline.sandbox.deliveries
    .list({ topicArn, protocol: 'email' })
    .map(({ subject }) => subject);
}

function published(timeline: Timeline): readonly unknown[] {
  return timeline.sandbox.calls
    .list({ operation: 'Publish' })
    .map(({ access }) => access[0]?.resource);
}

describe('a topic without a confirmed subscription', () => {
  it('is sent nothing for three runs, and everything once as soon as a subscription is confirmed', async () => {
    const timeline = timelineOf({ alerts: [PENDING] });
    const runs = [await runOf(timeline), await runOf(timeline, 6), await runOf(timeline, 6)];
    expect(runs).toEqual([
      { ended: 'RunFailed', beat: false, alarm: true },
      { ended: 'WaitingForConfirmation', beat: false, alarm: false },
      { ended: 'WaitingForConfirmation', beat: false, alarm: false },
    ]);
    expect(published(timeline)).toEqual([HEALTH]);
    expect(mailsTo(timeline, HEALTH)).toEqual(['WAITING FOR CONFIRMATION: limits-watchdog-alerts']);

    stateOf(timeline, TOPIC).confirm('ops@example.com', timeline.sandbox.clock.now());
    expect(await runOf(timeline, 6)).toEqual({ ended: 'attention', beat: true, alarm: false });
    expect(mailsTo(timeline, TOPIC)).toHaveLength(1);
    expect(mailsTo(timeline, TOPIC)[0]).toContain('CRITICAL: dev eu-west-1 Lambda code storage');
    // Alerted only now, so the reminder is due a day from now.
    expect(await runOf(timeline, 6)).toMatchObject({ ended: 'attention', beat: true });
    expect(mailsTo(timeline, TOPIC)).toHaveLength(1);
    await timeline.runsOf(18);
    expect(mailsTo(timeline, TOPIC)).toHaveLength(2);
    expect(mailsTo(timeline, HEALTH)).toHaveLength(1);
  });

  it('loses no alert meanwhile, and sends no reminder of an alert that was never sent', async () => {
    const usage = { bytes: FULL };
    const timeline = new Timeline({
      usage: { dev: usage },
      tooling: {
        regions: { 'eu-west-1': { topics: [topic('limits-watchdog-alerts', [])].flat() } },
      },
    });
    await timeline.run();
    await timeline.runsOf(4 * 24);
    usage.bytes = EMPTY;
    await timeline.runsOf(24);
    const alerts = stateOf(timeline, TOPIC);
    alerts.subscribe(PENDING, timeline.sandbox.clock.now());
    alerts.confirm('ops@example.com', timeline.sandbox.clock.now());
    expect(await runOf(timeline, 6)).toMatchObject({ beat: true });
    expect(mailsTo(timeline, TOPIC).map((subject) => subject?.split(' ')[0])).toEqual([
      'CRITICAL:',
      'RESOLVED:',
    ]);
    await timeline.runsOf(48);
    expect(mailsTo(timeline, TOPIC)).toHaveLength(2);
  });

  it('is a failure of each run after its first day, reported once a day', async () => {
    const timeline = timelineOf({ alerts: [] });
    await runOf(timeline);
    const later = [];
    for (let run = 0; run < 8; run += 1) later.push(await runOf(timeline, 6));
    expect(later.map(({ alarm }) => alarm)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(mailsTo(timeline, HEALTH)).toEqual([
      'WAITING FOR CONFIRMATION: limits-watchdog-alerts',
      'NO SUBSCRIBER: limits-watchdog-alerts',
      'NO SUBSCRIBER: limits-watchdog-alerts',
    ]);
  });

  it('is sent waiting alerts after it is created again, and counts as new then', async () => {
    const timeline = timelineOf({ alerts: undefined });
    expect(await runOf(timeline)).toMatchObject({ ended: 'RunFailed', beat: false, alarm: true });
    expect(await runOf(timeline, 48)).toMatchObject({ ended: 'RunFailed', alarm: true });
    expect(published(timeline)).toEqual([HEALTH, HEALTH]);
    const region = timeline.sandbox.organisation.account(TOOLING).lambda('eu-west-1');
    const topics = [...(region.world.topics ?? []), { name: 'limits-watchdog-alerts' }];
    region.world = { ...region.world, topics };
    expect(await runOf(timeline, 6)).toMatchObject({ ended: 'RunFailed', alarm: true });
    expect(await runOf(timeline, 6)).toMatchObject({ ended: 'WaitingForConfirmation' });
    stateOf(timeline, TOPIC).subscribe(PENDING, timeline.sandbox.clock.now());
    stateOf(timeline, TOPIC).confirm('ops@example.com', timeline.sandbox.clock.now());
    expect(await runOf(timeline, 6)).toMatchObject({ ended: 'attention', beat: true });
    expect(mailsTo(timeline, TOPIC)).toHaveLength(1);
  });
});

describe('a run without alerts', () => {
  it('needs attention when the alerts topic has no subscriber, and says so once a day', async () => {
    const timeline = timelineOf({ usage: EMPTY, alerts: [] });
    const runs = [];
    for (let run = 0; run < 10; run += 1) runs.push(await runOf(timeline, 6));
    expect(new Set(runs.map(({ ended }) => ended))).toEqual(new Set(['attention']));
    expect(runs.every(({ beat }) => beat)).toBe(true);
    expect(mailsTo(timeline, HEALTH)).toHaveLength(3);
  });

  it('alerts the alerts topic when the health topic has no subscriber', async () => {
    const timeline = timelineOf({
      usage: EMPTY,
      health: [],
      alerts: [{ protocol: 'email', endpoint: 'ops@example.com' }],
    });
    expect(await runOf(timeline)).toEqual({ ended: 'attention', beat: true, alarm: false });
    expect(mailsTo(timeline, TOPIC)).toEqual(['WAITING FOR CONFIRMATION: limits-watchdog-health']);
    expect(mailsTo(timeline, HEALTH)).toEqual([]);
  });

  it('publishes to no topic when none has a subscriber', async () => {
    const timeline = timelineOf({ usage: EMPTY, health: [], alerts: [] });
    expect(await runOf(timeline)).toMatchObject({ ended: 'attention' });
    expect(published(timeline)).toEqual([]);
    const health = stateOf(timeline, HEALTH);
    health.subscribe(PENDING, timeline.sandbox.clock.now());
    health.confirm('ops@example.com', timeline.sandbox.clock.now());
    await runOf(timeline, 6);
    expect(mailsTo(timeline, HEALTH)).toEqual(['WAITING FOR CONFIRMATION: limits-watchdog-alerts']);
  });
});

describe('subscriptions that could not be read', () => {
  it('do not stop alerts, but never count as confirmed', async () => {
    const timeline = timelineOf({ alerts: [{ protocol: 'email', endpoint: 'ops@example.com' }] });
    timeline.sandbox.faults.add({
      match: { operation: 'ListSubscriptionsByTopic', resource: TOPIC },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    expect(await runOf(timeline)).toEqual({ ended: 'attention', beat: false, alarm: false });
    expect(mailsTo(timeline, TOPIC)).toHaveLength(1);
    expect(mailsTo(timeline, HEALTH)).toEqual(['SUBSCRIPTIONS: limits-watchdog-alerts']);
    // There was nothing to alert.
    expect(await runOf(timeline, 6)).toEqual({ ended: 'attention', beat: true, alarm: false });
    expect(mailsTo(timeline, TOPIC)).toHaveLength(1);
    expect(mailsTo(timeline, HEALTH)).toHaveLength(1);
  });

  it('of the health topic do not stop alerts to the alerts topic', async () => {
    const timeline = timelineOf({});
    timeline.sandbox.faults.add({
      match: { operation: 'ListSubscriptionsByTopic', resource: HEALTH },
      times: 'always',
      effect: { kind: 'throttle' },
    });
    expect(await runOf(timeline)).toEqual({ ended: 'attention', beat: true, alarm: false });
  });
});

describe('addresses of the configuration', () => {
  it('are named with the command while they are missing or pending, and the alert is sent', async () => {
    const timeline = timelineOf({
      alerts: [AUTOMATION, PENDING],
      emails: ['OPS@example.com', 'boss@example.com'],
    });
    expect(await runOf(timeline)).toEqual({ ended: 'attention', beat: true, alarm: false });
    expect(timeline.newNotices()).toEqual([`raised ${CODE}#1`]);
    const [mail] = timeline.sandbox.deliveries.list({ topicArn: HEALTH });
    expect(mail?.body).toContain('Not confirmed yet: OPS@example.com.');
    expect(mail?.body).toContain('Not subscribed: boss@example.com.');
    expect(mail?.body).toContain('limits-watchdog subscribe');
  });

  it('are also in the JSON message, which matches its schema', async () => {
    const timeline = timelineOf({
      health: [{ protocol: 'sqs', endpoint: QUEUE }],
      alerts: [PENDING],
      emails: ['ops@example.com'],
    });
    await timeline.run();
    const [queued] = timeline.sandbox.deliveries.list({ topicArn: HEALTH });
    const alert = JSON.parse(JSON.parse(queued?.body ?? '').Message);
    expect(violationsOf('alert')(alert)).toEqual([]);
    expect(alert.notices).toMatchObject([
      {
        kind: 'subscriptions',
        problems: [
          { problem: 'waiting-for-confirmation', waiting: 1, pending: ['ops@example.com'] },
        ],
      },
    ]);
  });
});
