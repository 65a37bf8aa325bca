import { describe, expect, it } from 'vitest';

import type { WatchResult } from '../run-watch.ts';
import { memberAccount, START, watchOnce } from '../run-watch.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { InProcessHandler } from '../../sandbox/transport/in-process.ts';
import { distributedOnce, distributedTooling } from './run-distributed.ts';

/** A time limit for several complete runs over a simulated organisation. */
const TIMEOUT_MS = 120_000;

/** Both engines run in one deployment, as during the change from one to the other. */

const SCHEDULED = '2026-11-22T06:00:00Z';
const RUN = { accounts: [{ id: '222222222222', name: 'dev' }], regions: ['eu-west-1'] };
const FULL = { 'eu-west-1': { codeStorage: { usage: { bytes: 299 * 1024 ** 3 } } } };
const MINUTE_MS = 60_000;

function deployed(): Sandbox {
  const accounts = [distributedTooling(), memberAccount('222222222222', 'dev', { regions: FULL })];
  return createSandbox({ accounts }, { clock: virtualClock(START) });
}

interface Engine {
  readonly name: string;
  readonly run: (
    sandbox: Sandbox,
    through?: (http: InProcessHandler) => InProcessHandler,
  ) => Promise<EngineRun>;
}

interface EngineRun {
  readonly mails: WatchResult['mails'];
  /** The answer of the run, or the name of the error that ended it. */
  readonly ended: unknown;
}

const oneLambda: Engine = {
  name: 'one Lambda',
  run: async (sandbox, through) => {
    const event = { scheduled: SCHEDULED };
    const ran = await watchOnce(sandbox, { ...RUN, event, ...(through && { through }) });
    return { mails: ran.mails, ended: ran.error?.name ?? ran.summary };
  },
};
let executions = 0;
const distributed: Engine = {
  name: 'the state machine',
  run: async (sandbox, through) => {
    const input = { scheduled: SCHEDULED };
    const name = `scheduled-${(executions += 1)}`;
    const ran = await distributedOnce(sandbox, {
      ...RUN,
      input,
      name,
      ...(through && { through }),
    });
    return { mails: ran.mails, ended: ran.ended.error ?? ran.ended.output };
  },
};

/** Returns two engines preceded by their names, for the title of a test. */
function both(a: Engine, b: Engine): [string, string, Engine, Engine] {
  return [a.name, b.name, a, b];
}

function mailsOf(sandbox: Sandbox): number {
  return sandbox.deliveries.list({ protocol: 'email' }).length;
}

/** Returns a handler that carries out no request after the first published message. */
function endingAtSns(http: InProcessHandler): InProcessHandler {
  let hasEnded = false;
  return {
    ...http,
    handle: (request, options) => {
      hasEnded ||= isPublish(request);
      return hasEnded ? Promise.reject(new RangeError('killed')) : http.handle(request, options);
    },
  };
}

describe('two runs for one scheduled time', { timeout: TIMEOUT_MS }, () => {
  it.each([
    both(oneLambda, distributed),
    both(distributed, oneLambda),
    both(oneLambda, oneLambda),
    both(distributed, distributed),
  ])(
    '%s publishes, and %s after it sends nothing, says so, and does not fail',
    async (_a, _b, a, b) => {
      const sandbox = deployed();
      const first = await a.run(sandbox);
      expect(first.mails).toHaveLength(1);
      expect(first.ended).not.toHaveProperty('publishedBeforeFor');
      const second = await b.run(sandbox);
      expect(second.mails).toEqual([]);
      expect(second.ended).toMatchObject({
        status: 'attention',
        published: 0,
        publishedBeforeFor: SCHEDULED,
      });
      expect(mailsOf(sandbox)).toBe(1);
    },
  );

  it('publish once when they run at the same time', async () => {
    const sandbox = deployed();
    const ran = await Promise.all([oneLambda.run(sandbox), distributed.run(sandbox)]);
    expect(mailsOf(sandbox)).toBe(1);
    for (const { ended } of ran) expect(ended).toMatchObject({ status: 'attention' });
  });

  it.each([both(oneLambda, distributed), both(distributed, oneLambda)])(
    'after %s is killed, %s publishes when the lease has ended, not before',
    async (_a, _b, a, b) => {
      const sandbox = deployed();
      expect((await a.run(sandbox, endingAtSns)).ended).toBe('RunFailed');
      expect((await b.run(sandbox)).mails).toEqual([]);
      // The function has five minutes, and its lease lasts a minute longer.
      await sandbox.clock.sleep(7 * MINUTE_MS);
      expect((await b.run(sandbox)).mails).toHaveLength(1);
      expect((await a.run(sandbox)).ended).toMatchObject({ publishedBeforeFor: SCHEDULED });
      expect(mailsOf(sandbox)).toBe(1);
    },
  );
});

function isPublish({
  hostname,
  body,
}: {
  readonly hostname: string;
  readonly body?: unknown;
}): boolean {
  return hostname.startsWith('sns.') && String(body).includes('Action=Publish');
}
