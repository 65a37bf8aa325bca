import { beforeEach, describe, expect, it } from 'vitest';

import { emptyState } from '../../src/alerts/state/format.ts';
import { sendAlerts } from '../../src/alerts/send.ts';
import { hasFailed, outcomeText } from '../../src/alerts/outcome.ts';
import type { Digest } from '../../src/model/notice.ts';
import { subjectKey } from '../../src/model/notice.ts';
import { instant } from '../../src/model/time.ts';
import type { Publication } from '../../src/alerts/ports.ts';
import { decide, DEPLOYMENT, failure, LEASE_MS, World } from './send-world.ts';

let world: World;
beforeEach(() => {
  world = new World();
  world.facts = { 'a/1': 'critical', 'a/2': 'warn', 'b/1': 'warn' };
});

/** Runs with this function in place of publishing. */
function runPublishing(publish: (digest: Digest) => Promise<readonly Publication[]>) {
  const settings = world.settings();
  return sendAlerts(settings, { ...world.ports(settings), publish }, (state) =>
    decide(state, world.facts, world.now),
  );
}

describe('a run', () => {
  it('claims the state, and saves each accepted digest before it publishes the next', async () => {
    const told = await world.run();
    expect(world.calls).toEqual(['load', 'save', 'publish', 'save', 'publish', 'save']);
    expect(world.overruled).toBe(0);
    expect(told).toMatchObject({ accepted: 2, waiting: 0, state: { kind: 'saved' } });
    expect(hasFailed(told)).toBe(false);
    expect(world.state()).not.toHaveProperty('claim');
  });

  it('without digests saves its samples with one read and one write', async () => {
    await world.run();
    world.calls.length = 0;
    world.later();
    const told = await world.run();
    expect(world.calls).toEqual(['load', 'save']);
    expect(world.state()).toMatchObject({
      savedAt: world.now,
      samples: { day: [{ used: world.now }] },
    });
    expect(outcomeText(told)).toBe('0 digests accepted, 0 left to the next run; state saved');
  });

  it('saves memory changes that need no message', async () => {
    const settings = world.settings();
    const memory = { kind: 'once', at: world.now, sequence: 0 } as const;
    await sendAlerts(settings, world.ports(settings), (state) => ({
      ...decide(state, {}, world.now),
      silent: [{ key: subjectKey('mute'), memory }],
    }));
    expect(world.state().memories).toEqual({ mute: memory });
  });

  it('decides again at once if another run without digests saved first', async () => {
    const quiet = { once: true };
    const told = await world.run(async (call, moment) => {
      if (call !== 'load' || moment !== 'after' || !quiet.once) return;
      quiet.once = false;
      const { facts } = world;
      world.facts = {};
      await world.run();
      world.facts = facts;
    });
    expect(told).toMatchObject({ accepted: 2, state: { kind: 'saved' } });
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
  });

  it('sends nothing, and reports that, while another run may publish', async () => {
    const others: string[] = [];
    await world.run(async (call, moment) => {
      if (call !== 'publish' || moment !== 'before' || others.length > 0) return;
      world.calls.length = 0;
      const told = await world.run();
      expect(world.calls).toEqual(['load']);
      expect(hasFailed(told)).toBe(false);
      others.push(outcomeText(told));
    });
    expect(others).toEqual([
      "nothing sent: run run-1 may publish until 2026-11-01T00:15:00Z; this run's samples are not kept",
    ]);
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
  });

  it('does not publish after its claim has expired', async () => {
    const told = await world.run((call, moment) => {
      if (call === 'save' && moment === 'after') world.now = instant(world.now + LEASE_MS);
    });
    expect(told).toMatchObject({ publications: [], waiting: 2, state: { kind: 'lost' } });
    expect(hasFailed(told)).toBe(true);
    await world.run();
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
  });

  it('stops as soon as another run has taken over', async () => {
    let published = 0;
    const told = await world.run(async (call, moment) => {
      if (call !== 'publish' || moment !== 'after' || published++ > 0) return;
      // By another clock, which runs ahead.
      const { now } = world;
      world.later();
      await world.run();
      world.now = now;
    });
    expect(told.state).toEqual({ kind: 'lost' });
    expect(hasFailed(told)).toBe(true);
    expect(outcomeText(told)).toBe(
      '1 digests accepted, 1 left to the next run; another run has taken over',
    );
    expect(world.times('b/1#1')).toBe(1);
  });
});

describe('a digest that is refused', () => {
  it('stays pending while the others are sent, and the claim is released without an extra write', async () => {
    const told = await runPublishing(({ group }) =>
      Promise.resolve([
        group === 'b'
          ? { published: false, failure: failure('sns:Publish') }
          : { published: true, messageId: 'm' },
      ]),
    );
    expect(told).toMatchObject({ accepted: 1, waiting: 1, state: { kind: 'saved' } });
    expect(hasFailed(told)).toBe(true);
    expect(world.calls).toEqual(['load', 'save', 'save', 'save']);
    expect(world.state()).not.toHaveProperty('claim');
    expect(Object.keys(world.state().memories)).toEqual(['a/1', 'a/2']);

    await world.run();
    expect(world.delivered).toEqual(['b/1#1']);
  });

  it('counts as not accepted if one of its two messages was refused', async () => {
    const told = await runPublishing(() =>
      Promise.resolve([
        { published: true, messageId: 'm' },
        { published: false, failure: failure('sns:Publish') },
      ]),
    );
    expect(told).toMatchObject({ accepted: 0, waiting: 2 });
    expect(told.publications).toHaveLength(4);
    expect(world.state().memories).toEqual({});
  });

  it('does not count as accepted if it has no message', async () => {
    const told = await runPublishing(() => Promise.resolve([]));
    expect(told).toMatchObject({ accepted: 0, waiting: 2 });
  });

  it('does not delay the others if rendering throws, and fails the run', async () => {
    const sent: string[] = [];
    const run = runPublishing(({ group }) => {
      if (group === 'a') return Promise.reject(new TypeError('no form for this'));
      sent.push(group);
      return Promise.resolve([{ published: true, messageId: 'm' }]);
    });
    await expect(run).rejects.toThrow('no form for this');
    expect(sent).toEqual(['b']);
    expect(world.state().pending.map(({ digest }) => digest.group)).toEqual(['a']);
    expect(world.state()).not.toHaveProperty('claim');
  });
});

describe('a memory that cannot be used', () => {
  it.each<['load' | 'save', string]>([
    ['load', 'could not be read. (s3:GetObject: ServiceUnavailable: try later)'],
    ['save', 'could not be saved. (s3:PutObject: ServiceUnavailable: try later)'],
  ])('silences nothing that is urgent, repeats only that, and says why (%s)', async (call, why) => {
    const digests: Digest[] = [];
    world.fate = (called) => (called === call ? 'refuses' : 'works');
    const told = await runPublishing((digest) => {
      digests.push(digest);
      return Promise.resolve([{ published: true, messageId: 'm' }]);
    });
    expect(digests).toHaveLength(1);
    expect(digests[0]?.notices).toMatchObject([
      { id: 'a/1#1' },
      {
        kind: 'state',
        id: `state#${world.now}`,
        problem: `The stored state ${why} Until it can be used, every run sends all critical and not-measured alerts again, and no others.`,
      },
    ]);
    expect(hasFailed(told)).toBe(true);
    expect(world.state()).toEqual(emptyState(DEPLOYMENT, world.now));

    world.fate = () => 'works';
    await world.run();
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
  });

  it('is reported even if there is no other notice', async () => {
    world.facts = {};
    world.fate = (call) => (call === 'load' ? 'refuses' : 'works');
    const told = await world.run();
    expect(world.delivered).toEqual([`state#${world.now}`]);
    expect(told.publications).toHaveLength(1);
  });

  it('is reported once after it was set aside, and restored alerts are not sent again', async () => {
    await world.run();
    world.delivered.length = 0;
    world.later();
    const restored = world.state();
    world.found = { kind: 'set-aside', problem: 'It is broken.', restored, tag: 'tag-3' };
    const told = await world.run();
    expect(world.delivered).toEqual([`state#${world.now}`]);
    expect(hasFailed(told)).toBe(false);
    world.later();
    await world.run();
    expect(world.delivered).toHaveLength(1);
  });

  it('is replaced with an empty one if nothing can be restored, and open alerts are sent again', async () => {
    await world.run();
    world.delivered.length = 0;
    world.found = { kind: 'set-aside', problem: 'It is broken.', tag: 'tag-3' };
    await world.run();
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', `state#${world.now}`, 'b/1#1']);
  });

  it('does not fail the run if one save fails and the next one succeeds', async () => {
    let saves = 0;
    world.fate = (call) => (call === 'save' && (saves += 1) === 2 ? 'refuses' : 'works');
    expect(hasFailed(await world.run())).toBe(false);
    world.later();
    await world.run();
    expect(world.delivered).toEqual(['a/1#1', 'a/2#1', 'b/1#1']);
  });

  it('fails the run if the last save fails', async () => {
    let saves = 0;
    world.fate = (call) => (call === 'save' && (saves += 1) === 3 ? 'refuses' : 'works');
    const told = await world.run();
    expect(hasFailed(told)).toBe(true);
    expect(outcomeText(told)).toBe(
      '2 digests accepted, 0 left to the next run; state not saved (s3:PutObject: ServiceUnavailable), so some alerts may be sent again',
    );
  });
});
