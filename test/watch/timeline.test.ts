import { describe, expect, it } from 'vitest';

import type { InProcessHandler } from '../sandbox/transport/in-process.ts';
import { TOOLING } from './run-watch.ts';
import { FULL, HALF, Timeline } from './timeline.ts';

const DEV = '222222222222/eu-west-1';
const OTHER = '333333333333/eu-west-1';
const CODE = `${DEV}/lambda-code-storage`;

const full = (): Timeline => new Timeline({ usage: { dev: { bytes: FULL } } });

describe('runs one after the other, with their state in S3', () => {
  it('alert about a breach once, again after 24 hours, and at its end; nothing in between', async () => {
    const dev = { bytes: HALF };
    const timeline = new Timeline({ usage: { dev } });
    expect(await timeline.runsOf(12)).toEqual([[], []]);
    dev.bytes = FULL;
    expect(await timeline.runsOf(24)).toEqual([[`raised ${CODE}#1`], [], [], []]);
    expect(await timeline.runsOf(24)).toEqual([[`reminded ${CODE}#2`], [], [], []]);
    dev.bytes = HALF;
    expect(await timeline.runsOf(48)).toEqual([[`recovered ${CODE}#3`], ...none(7)]);
    dev.bytes = FULL;
    expect(await timeline.runsOf(6)).toEqual([[`raised ${CODE}#4`]]);
  });

  it('report that an account cannot be measured, again after 24 hours, and that it is visible again', async () => {
    const timeline = new Timeline({ usage: { dev: { bytes: HALF }, other: { bytes: FULL } } });
    const allow = timeline.sandbox.faults.add({
      match: { operation: 'AssumeRole', resource: 'arn:aws:iam::222222222222:*' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const blind = [`${DEV}/blind#1`, '222222222222/global/blind#1'].map((id) => `blind ${id}`);
    const [first, ...later] = await timeline.runsOf(24);
    expect(new Set(first)).toEqual(new Set([`raised ${OTHER}/lambda-code-storage#1`, ...blind]));
    expect(later).toEqual(none(3));
    const [again] = await timeline.runsOf(6);
    expect(new Set(again)).toEqual(
      new Set([
        `reminded ${OTHER}/lambda-code-storage#2`,
        ...blind.map((one) => one.replace('blind ', 'still-blind ').replace('#1', '#2')),
      ]),
    );
    const { error } = await timeline.run();
    expect(error?.name).toBe('RunIncomplete');
    allow();
    const [sighted] = await timeline.runsOf(6);
    expect(new Set(sighted)).toEqual(
      new Set([`sighted ${DEV}/blind#3`, 'sighted 222222222222/global/blind#3']),
    );
    expect(await timeline.runsOf(12)).toEqual(none(2));
  });
});

describe('runs at the same time', () => {
  it.each([2, 3])('send a notice once: %i in parallel', async (count) => {
    const timeline = full();
    const results = await Promise.all(Array.from({ length: count }, () => timeline.run()));
    expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
    const published = results.map(({ summary }) =>
      summary !== undefined && 'published' in summary ? summary.published : -1,
    );
    expect(published.toSorted((a, b) => a - b)).toEqual([...Array(count - 1).fill(0), 1]);
    expect(timeline.newNotices()).toEqual([`raised ${CODE}#1`]);
    expect(await timeline.runsOf(18)).toEqual(none(3));
  });
});

describe('a message that SNS does not accept', () => {
  it('is sent by the next run with the same id, and the run that could not send it fails', async () => {
    const timeline = full();
    timeline.sandbox.faults.add({
      match: { operation: 'Publish' },
      times: 1,
      effect: { kind: 'access denied' },
    });
    const { error } = await timeline.run();
    expect(error?.name).toBe('RunFailed');
    expect(timeline.newNotices()).toEqual([]);
    expect(await timeline.runsOf(12)).toEqual([[`raised ${CODE}#1`], []]);
  });

  it('may arrive more than once when only the answers are lost, but always with the same id', async () => {
    const timeline = full();
    timeline.sandbox.faults.add({
      match: { operation: 'Publish' },
      times: 3,
      effect: { kind: 'reset in body' },
    });
    expect((await timeline.run()).error?.name).toBe('RunFailed');
    expect(timeline.newNotices()).toEqual(Array(3).fill(`raised ${CODE}#1`));
    expect(await timeline.runsOf(12)).toEqual([[`raised ${CODE}#1`], []]);
  });
});

describe('a run that ends between its claim and its message', () => {
  it.each<[string, () => Promise<never>]>([
    ['with an error that is not of AWS', () => Promise.reject(new RangeError('out of memory'))],
    ['without a word', () => new Promise<never>(() => {})],
  ])(
    '%s: the next run after its lease sends the same notice, and no run before',
    async (_how, end) => {
      const timeline = full();
      void timeline.run({ through: (http) => endingAtSns(http, end) });
      await timeline.later(4);
      // Its readings and its claim.
      expect(timeline.sandbox.calls.tally({ account: TOOLING })).toMatchObject({
        's3:PutObject': 2,
      });
      expect(timeline.sandbox.calls.count({ service: 'sns', operation: 'Publish' })).toBe(0);
      // The function has five minutes, and its lease lasts a minute longer.
      const early = await timeline.run();
      expect(early.summary).toMatchObject({ status: 'attention', published: 0 });
      expect(timeline.newNotices()).toEqual([]);
      await timeline.later(3);
      await timeline.run();
      expect(timeline.newNotices()).toEqual([`raised ${CODE}#1`]);
      expect(await timeline.runsOf(18)).toEqual(none(3));
    },
  );
});

function none(runs: number): readonly (readonly string[])[] {
  return Array.from({ length: runs }, () => []);
}

/** Returns a handler that carries out no request after the first published message. */
function endingAtSns(http: InProcessHandler, end: () => Promise<never>): InProcessHandler {
  let hasEnded = false;
  return {
    ...http,
    handle: (request, options) => {
      hasEnded ||= isPublish(request);
      return hasEnded ? end() : http.handle(request, options);
    },
  };
}

function isPublish({
  hostname,
  body,
}: {
  readonly hostname: string;
  readonly body?: unknown;
}): boolean {
  return hostname.startsWith('sns.') && String(body).includes('Action=Publish');
}
