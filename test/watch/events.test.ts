import { describe, expect, it } from 'vitest';

import { eventSender } from '../../src/alerts/bus/send-events.ts';
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
  it('are one for a transition, and none for a reminder', async () => {
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

  it('wait for the next run where the bus refuses them, without a second mail', async () => {
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

  it('never count as an alert sent: an event that is taken is no heartbeat where SNS refuses', async () => {
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

  it('are denied where the stack has no bus, and the mail is sent all the same', async () => {
    expectDenied({ action: 'events:PutEvents', because: 'the stack has no bus' });
    const { error, mails } = await runWatch(run(undefined, ''));
    expect(error?.name).toBe('RunFailed');
    expect(mails).toHaveLength(1);
  });
});
