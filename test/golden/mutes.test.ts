import { describe, expect, it } from 'vitest';

import { parseMutes } from '../../src/alerts/mutes/mutes-json.ts';
import { asClock, STATE_BUCKET } from '../watch/run-watch.ts';
import { KEY, mutes, muteSandbox } from '../alerts/mutes/run-mute.ts';
import { expectGolden, formsOf, golden } from './documents.ts';

/** The stored mutes and the answers of the mute function, which another release must be able to read. */

const PROSE = ['problem', 'covers'];
const ASK = {
  mute: true,
  accounts: ['staging'],
  limits: ['s3-buckets'],
  until: 'friday',
  reason: 'known',
  by: 'ana',
};
const ANSWERS = [
  ['muted', ASK],
  ['refused', { ...ASK, accounts: ['stagin'] }],
  ['listed', { mutes: true }],
  ['unmuted', { unmute: ['m-400000'], by: 'ana' }],
] as const;

describe('the mute function', () => {
  it('answers alike', async () => {
    const sandbox = muteSandbox();
    for (const [name, event] of ANSWERS) {
      const answer = JSON.stringify(await mutes(sandbox, event), undefined, 2);
      expectGolden(`answers/mute-${name}.json`, `${answer}\n`, PROSE);
    }
  });

  it('keeps mutes alike', async () => {
    const sandbox = muteSandbox();
    await mutes(sandbox, ASK);
    const object = sandbox.organisation.findBucket(STATE_BUCKET)?.current(KEY);
    expectGolden('mutes/mutes.json', Buffer.from(object?.body ?? []).toString(), []);
  });

  it.each(formsOf('mutes/mutes.json'))('reads what was kept: %s', (form) => {
    const parsed = parseMutes(golden(form), 'limits-watchdog', asClock(muteSandbox()).now());
    expect(parsed).toMatchObject({
      kind: 'entries',
      entries: { mutes: [{ id: 'm-400000', statedBy: 'ana' }], unreadable: [] },
    });
  });
});
