import { describe, expect, it } from 'vitest';

import { eventSender } from '../../src/alerts/send-events.ts';
import { violationsOf } from '../documents/schemas.ts';
import { expectDenied } from '../sandbox/expected.ts';
import type { RegionWorld } from '../sandbox/world.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { WatchRun } from './run-watch.ts';
import {
  memberAccount,
  runWatch,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
  watchOnce,
} from './run-watch.ts';

const GIB = 1024 ** 3;
const HOUR_MS = 3_600_000;
const BUS = `arn:aws:events:eu-west-1:${TOOLING}:event-bus/alerts`;
const fill = (gib: number) => ({
  regions: { 'eu-west-1': { codeStorage: { usage: { bytes: gib * GIB } } } },
});

function run(region: RegionWorld = { eventBuses: ['alerts'] }, granted = BUS): WatchRun {
  const stacks = [
    {
      template: 'src/stacks/watch-function-role.yml',
      parameters: { AlertsTopicArn: TOPIC, StateBucket: STATE_BUCKET, EventBusArn: granted },
    },
  ];
  const home = toolingAccount({ stacks });
  const regions = { ...home.regions, 'eu-west-1': { ...home.regions?.['eu-west-1'], ...region } };
  return {
    world: { accounts: [{ ...home, regions }, memberAccount('222222222222', 'dev', fill(299))] },
    accounts: [{ id: '222222222222', name: 'dev' }],
    regions: ['eu-west-1'],
    settings: { alerts: { topicArn: TOPIC, eventBusArn: BUS } },
    environment: { eventSender },
  };
}

const changes = ({ deliveries }: Sandbox) =>
  deliveries.events.map(({ detail }) => JSON.parse(detail).notice.change);

describe('events of a run', () => {
  it('are sent for a transition, and not for a reminder', async () => {
    const setting = run();
    const { sandbox, summary, lines } = await runWatch(setting);
    expect(summary).toMatchObject({ status: 'attention' });
    expect(lines.join('\n')).toContain('"Heartbeat":1');
    expect(sandbox.deliveries.events).toMatchObject([
      { busArn: BUS, source: 'limits-watchdog', detailType: 'Limits Watchdog Alert' },
    ]);
    expect(JSON.parse(sandbox.deliveries.events[0]?.detail ?? '')).toMatchObject({
      version: 1,
      kind: 'limits-watchdog.event',
      group: 'nonprod',
      notice: { kind: 'limit', change: 'raised', severity: 'critical', account: { name: 'dev' } },
    });
    await sandbox.clock.sleep(25 * HOUR_MS);
    const second = await watchOnce(sandbox, { ...setting, requestId: 'second' });
    expect(second.mails).toHaveLength(1);
    expect(changes(sandbox)).toEqual(['raised']);
  });

  it('are sent by the next run when the bus refuses them, without a second mail', async () => {
    const entries = [1, 2, 3];
    const setting = run({
      eventBuses: ['alerts'],
      eventFaults: [{ entries, code: 'InternalFailure' }],
    });
    const first = await runWatch(setting);
    expect(first.error?.name).toBe('RunFailed');
    expect(first.mails).toHaveLength(1);
    expect(changes(first.sandbox)).toEqual([]);
    await first.sandbox.clock.sleep(6 * HOUR_MS);
    const second = await watchOnce(first.sandbox, { ...setting, requestId: 'second' });
    expect(second.error).toBeUndefined();
    expect(second.mails).toHaveLength(0);
    expect(changes(first.sandbox)).toEqual(['raised']);
  });

  it('are not sent while muted, and sent when the mute ends', async () => {
    const setting = run();
    const { world, settings } = setting;
    const mute = { owner: 'ops', reason: 'moved', until: '2026-11-23T00:00:00Z', accounts: ['qa'] };
    const muted: WatchRun = {
      ...setting,
      world: { accounts: [...world.accounts, memberAccount('333333333333', 'qa', fill(298))] },
      accounts: [...setting.accounts, { id: '333333333333', name: 'qa' }],
      settings: { alerts: { ...Object(settings?.['alerts']), mutes: [mute] } },
    };
    const { sandbox, mails } = await runWatch(muted);
    expect(mails.join('')).toContain('qa (333333333333');
    const told = () =>
      sandbox.deliveries.events.map(({ detail }) => {
        const { notice } = JSON.parse(detail);
        return `${notice.account?.name ?? notice.kind} ${notice.change ?? ''}`;
      });
    expect(told()).toEqual(['dev raised']);
    await sandbox.clock.sleep(18 * HOUR_MS);
    await watchOnce(sandbox, { ...muted, requestId: 'second' });
    expect(told()).toEqual(['dev raised', 'qa reminded', 'mute-expired ']);
  });

  it('match their schema, with the same key for the start and the end of an alert', async () => {
    const { sandbox } = await runWatch(run());
    const [event] = sandbox.deliveries.events.map(({ detail }) => JSON.parse(detail));
    expect(violationsOf('event')(event)).toEqual([]);
    expect(event).toMatchObject({
      key: 'limits-watchdog.222222222222.eu-west-1.lambda-code-storage',
      title: 'CRITICAL: dev eu-west-1 Lambda code storage 99 %, 1 GiB free',
    });
  });

  it('are samples with {"test": true}, with a detail type that no rule for alerts matches', async () => {
    const { sandbox, summary } = await runWatch({ ...run(), event: { test: true } });
    const { events } = sandbox.deliveries;
    expect(summary).toMatchObject({ events: { eventBusArn: BUS, sent: events.length } });
    expect(new Set(events.map(({ detailType }) => detailType))).toEqual(
      new Set(['Limits Watchdog Test']),
    );
    const details = events.map(({ detail }) => JSON.parse(detail));
    expect(details.flatMap((one) => violationsOf('event')(one))).toEqual([]);
    expect(details.map(({ test, notice }) => `${test} ${notice.kind}`)).toMatchInlineSnapshot(`
      [
        "true limit",
        "true sight",
        "true jump",
        "true mute-expired",
        "true state",
        "true subscriptions",
        "true discovery",
        "true prune-role",
        "true limit",
        "true sight",
        "true closed",
      ]
    `);
    const refused = run({
      eventBuses: ['alerts'],
      eventFaults: [{ entries: [1], code: 'InvalidAccountIdException' }],
    });
    const { error, mails } = await runWatch({ ...refused, event: { test: true } });
    expect(error?.message).toContain(
      `the event bus ${BUS} did not take test events: InvalidAccountIdException.`,
    );
    expect(mails).not.toEqual([]);
  });

  it('never count as a sent alert: there is no heartbeat when SNS refuses but the bus accepts', async () => {
    const faults = [
      {
        match: { service: 'sns', operation: 'Publish' },
        times: 'always',
        effect: { kind: 'error', name: 'InternalError', status: 500 },
      },
    ] as const;
    const { error, lines, sandbox } = await runWatch({ ...run(), faults });
    expect(changes(sandbox)).toEqual(['raised']);
    expect(error?.name).toBe('RunFailed');
    expect(lines.join('\n')).not.toContain('"Heartbeat":1');
  });

  it('are denied when the stack has no bus, and the mail is still sent', async () => {
    expectDenied({ action: 'events:PutEvents', because: 'the stack has no bus' });
    const { error, mails } = await runWatch(run(undefined, ''));
    expect(error?.name).toBe('RunFailed');
    expect(mails).toHaveLength(1);
  });
});
