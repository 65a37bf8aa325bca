import { describe, expect, it } from 'vitest';

import { EventNotUnderstood } from '../../src/functions/prune/prune-event.ts';
import { requireSelection, selectAccountsToExamine } from '../../src/functions/doctor-selection.ts';
import type { WatchRequest } from '../../src/functions/watch/event.ts';
import { readWatchRequest } from '../../src/functions/watch/event.ts';
import { deployment } from './run-doctor.ts';

const { configuration } = deployment({ regions: ['eu-west-1', 'us-east-1'] });

/** Returns the request; for a doctor request, with the accounts that it selects. */
function requestOf(request: WatchRequest): object {
  if (request.kind !== 'doctor') return request;
  return {
    ...request,
    accounts: requireSelection(selectAccountsToExamine(configuration, request.selection)),
  };
}

/** The event that EventBridge Scheduler and a rule send without a configured input. */
const NOTIFICATION = {
  version: '0',
  id: '27f10d0c-0000-4000-8000-000000000000',
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: '111111111111',
  time: '2026-11-22T06:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: '{}',
};

describe('an event of the watch function', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
    ['{"watch": true}', { watch: true }],
    ['a notification of EventBridge', NOTIFICATION],
  ])('is a run: %s', (_, event) => {
    expect(requestOf(readWatchRequest(event))).toEqual({ kind: 'watch' });
  });

  it('is a run at one scheduled time', () => {
    expect(requestOf(readWatchRequest({ scheduled: '2026-11-22T06:00:00Z' }))).toEqual({
      kind: 'watch',
      scheduledAt: Date.UTC(2026, 10, 22, 6),
    });
  });

  it('is a test message, the last report, or the doctor for some accounts and Regions', () => {
    expect(requestOf(readWatchRequest({ test: true }))).toEqual({
      kind: 'test',
    });
    expect(readWatchRequest({ latest: true })).toEqual({ kind: 'latest' });
    const asked = requestOf(
      readWatchRequest({ doctor: true, accounts: ['2222*'], regions: ['us-*'] }),
    );
    expect(asked).toMatchObject({
      kind: 'doctor',
      accounts: [{ name: 'dev', regions: [{ region: 'us-east-1' }] }],
    });
  });

  it.each([
    [{ docter: true }, '"docter": is not a known key (did you mean doctor?)'],
    [{ wacth: true }, '"wacth": is not a known key (did you mean watch?)'],
    [{ tset: true }, '"tset": is not a known key (did you mean test?)'],
    [
      { dryRun: true },
      '"dryRun": is not a known key (known are watch, test, latest, doctor, check, scheduled)',
    ],
    [{ doctor: false }, 'doctor: must be true, not "false"'],
    [{ watch: 'yes' }, 'watch: must be true, not "yes"'],
    [{ test: true, doctor: true }, 'watch, test, latest, doctor and check exclude each other'],
    [{ check: true, watch: true }, 'watch, test, latest, doctor and check exclude each other'],
    [{ scheduled: '<aws.scheduler.scheduled-time>' }, 'scheduled: must be a time to the second'],
    [{ scheduled: '2026-11-22' }, 'scheduled: must be a time to the second'],
    [{ scheduled: 0 }, 'scheduled: must be a time to the second'],
    [{ test: true, scheduled: '2026-11-22T06:00:00Z' }, 'scheduled is for a run alone'],
    [{ check: true, scheduled: '2026-11-22T06:00:00Z' }, 'scheduled is for a run alone'],
    [{ stage: 'measure' }, '"stage": is not a known key'],
    [{ accounts: ['dev'] }, '"accounts": is not a known key'],
    [{ doctor: true, accounts: [] }, 'accounts: must be a list of accounts'],
    [
      { doctor: true, accounts: ['missing'] },
      'accounts: no account of the configuration is called "missing"; there are "dev", "prod"',
    ],
    [
      { doctor: true, regions: ['ap-*'] },
      'regions: none of the accounts is watched in "ap-*"; they are in eu-west-1, us-east-1',
    ],
    ['watch', 'the event is no JSON object'],
    [[], 'the event is no JSON object'],
    [{ source: 'me' }, '"source": is not a known key'],
  ])('is refused: %j', (event, sentence) => {
    const read = () => requestOf(readWatchRequest(event));
    expect(read).toThrow(EventNotUnderstood);
    expect(read).toThrow(sentence);
  });

  it('makes no AWS call and publishes nothing when it is refused', async () => {
    const { sandbox, watch } = deployment();
    await expect(watch({ docter: true })).rejects.toThrow(EventNotUnderstood);
    expect(sandbox.calls.list()).toEqual([]);
    expect(sandbox.deliveries.list()).toEqual([]);
  });
});
