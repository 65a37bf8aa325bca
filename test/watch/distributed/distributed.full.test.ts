import { describe, expect, it } from 'vitest';

import { parseState } from '../../../src/alerts/state/format.ts';
import {
  memberAccount,
  runWatch,
  START,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
} from '../run-watch.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { isMembers } from '../../sandbox/wire/message.ts';
import type { AccountWorld } from '../../sandbox/world.ts';
import type { StageHook, DistributedRun } from './run-distributed.ts';
import { distributedOnce, distributedTooling, runDistributed } from './run-distributed.ts';

/** A time limit for several complete runs over a simulated organisation. */
const TIMEOUT_MS = 120_000;

const GIB = 1024 ** 3;
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'af-south-1'];

/** 14 accounts with six targets each, in batches of 10 and 4: some with high usage, some large, one denied. */
const ids = Array.from({ length: 14 }, (_, at) => String(200_000_000_000 + at));
const accounts = ids.map((id, at) => ({ id, name: `team-${at}` }));

function content(at: number): Partial<AccountWorld> {
  if (at % 10 === 3) {
    return { regions: { 'eu-west-1': { codeStorage: { usage: { bytes: (270 + at) * GIB } } } } };
  }
  if (at % 10 === 5) {
    return {
      regions: {
        'eu-central-1': {
          functions: [
            { name: 'orders', versions: '1-60', aliases: [{ name: 'live', version: '55' }] },
            { name: 'pay', versions: '1-9' },
          ],
        },
      },
    };
  }
  return {};
}

function world(tooling: AccountWorld) {
  const members = accounts.map(({ id, name }, at) =>
    at === 7 ? { id, name } : memberAccount(id, name, content(at)),
  );
  return { accounts: [tooling, ...members] };
}

const RUN = {
  accounts,
  regions: REGIONS,
  settings: { limits: { 'lambda-old-versions': { ceiling: 40 } } },
};

function distributed(more: Partial<DistributedRun> = {}) {
  expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
  return runDistributed({ ...RUN, world: world(distributedTooling()), ...more });
}

function atOnce() {
  expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
  return runWatch({ ...RUN, world: world(toolingAccount()) });
}

/** Returns the output of a run without its id and times, which differ from run to run. */
function timeless(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value)
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'TIME')
      .replace(/17\d{11}/g, '0')
      .replace(/5a4db0c5-0000-4000-8000-\w{12}/g, 'REQUEST')
      .replace(/(run-1|6b1f3c2a-0000-4000-8000-000000000000)-[a-z0-9]+/g, 'RUN'),
  );
}

/** Returns metric documents without the number of calls, which differs because stages exchange data through S3. */
function metrics(lines: readonly string[]): unknown {
  return lines.map((line) => timeless({ ...JSON.parse(line), calls: 0 }));
}

function bucketOf(sandbox: Sandbox | undefined) {
  return sandbox?.organisation.account(TOOLING).buckets.find(({ name }) => name === STATE_BUCKET);
}

function memory(sandbox: Sandbox): unknown {
  const object = bucketOf(sandbox)?.current('limits-watchdog/state.json');
  const parsed = parseState(new TextDecoder().decode(object?.body), 'limits-watchdog');
  if (parsed.kind !== 'state') throw new Error(parsed.problem);
  return timeless(parsed.state);
}

type Result = Awaited<ReturnType<typeof distributed>>;

/** Returns all alerts, e-mails and metrics of a run. */
function outputsOf({ alerts, mails, lines }: Pick<Result, 'alerts' | 'mails' | 'lines'>): unknown {
  return { alerts: timeless(alerts), mails: timeless(mails), metrics: metrics(lines) };
}

/** Replaces the invocation of one batch; all other invocations are unchanged. */
function atBatch(number: number, around: (invoke: () => Promise<unknown>) => unknown): StageHook {
  return async (_stage, { item }, invoke) =>
    isMembers(item) && item['batch'] === number ? around(invoke) : invoke();
}

function crash(name: string): never {
  const error = new Error('as the test wanted');
  error.name = name;
  throw error;
}

/** Returns the limits that a run did not measure: `team-3 eu-west-1: lambda-code-storage throttled`. */
function unseen({ alerts }: Pick<Result, 'alerts'>): readonly string[] {
  return alerts.flatMap(({ notices }) =>
    notices.flatMap(({ account, region, unseen: list = [] }) =>
      list.map(({ limit, reason }) => `${account?.name} ${region ?? 'global'}: ${limit} ${reason}`),
    ),
  );
}

describe('the state machine', { timeout: TIMEOUT_MS }, () => {
  it('measures, alerts and stores the same as one invocation, without more calls to the accounts', async () => {
    const one = await atOnce();
    const many = await distributed();
    expect(one.error?.name).toBe('RunIncomplete');
    expect(many.ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(many.ended.visited).toEqual([
      'PlanTargets',
      'MeasureBatches',
      'JudgeAndPublish',
      'NotEverythingMeasured',
    ]);
    expect(many.alerts.length).toBeGreaterThan(0);
    expect(outputsOf(many)).toEqual(outputsOf(one));
    expect(memory(many.sandbox)).toEqual(memory(one.sandbox));
    const calls = (sandbox: Sandbox) =>
      Object.entries(sandbox.calls.tally()).filter(
        ([name]) => !/^s3:(Get|Put)Object$|^lambda:Invoke$/.test(name),
      );
    expect(calls(many.sandbox)).toEqual(calls(one.sandbox));
  });

  it('sends the same alerts when a batch is retried, after an error of Lambda or a crash', async () => {
    const one = await atOnce();
    let crashes = 0;
    const many = await distributed({
      around: atBatch(1, (invoke) =>
        (crashes += 1) === 1 ? crash('Runtime.ExitError') : invoke(),
      ),
      faults: [
        {
          match: { operation: 'Invoke' },
          times: 3,
          effect: { kind: 'error', name: 'TooManyRequestsException', status: 429 },
        },
      ],
    });
    expect(crashes).toBe(2);
    expect(many.ended.status).toBe('SUCCEEDED');
    expect(outputsOf(many)).toEqual(outputsOf(one));
    expect(memory(many.sandbox)).toEqual(memory(one.sandbox));
  });

  it('counts a batch once that is delivered twice, in turn or at the same time', async () => {
    const one = await atOnce();
    for (const twice of [
      async (invoke: () => Promise<unknown>) => {
        await invoke();
        return invoke();
      },
      (invoke: () => Promise<unknown>) => Promise.all([invoke(), invoke()]),
    ]) {
      const many = await distributed({ around: atBatch(0, twice) });
      expect(many.ended.status).toBe('SUCCEEDED');
      const alerts = (alertsOf: Result['alerts']) => timeless(alertsOf);
      expect(alerts(many.alerts)).toEqual(alerts(one.alerts));
      expect(memory(many.sandbox)).toEqual(memory(one.sandbox));
    }
  });

  it('reports all targets of a failed batch as not measured, and why', async () => {
    const one = await atOnce();
    const many = await distributed({ around: atBatch(1, () => crash('Runtime.OutOfMemory')) });
    expect(many.ended.visited.at(-1)).toBe('NotEverythingMeasured');
    const lost = ids.slice(10).flatMap((_, at) => {
      const name = `team-${at + 10}`;
      return [
        ...REGIONS.flatMap((place) => [
          `${name} ${place}: lambda-code-storage unexpected`,
          `${name} ${place}: lambda-old-versions unexpected`,
        ]),
        `${name} global: s3-buckets unexpected`,
      ];
    });
    const denied = unseen(one).filter((each) => each.startsWith('team-7 '));
    expect(unseen(many).toSorted()).toEqual([...denied, ...lost].toSorted());
    const mails = many.mails.join('\n');
    expect(mails).toContain("the watchdog's own batch of targets gave no result");
    expect(mails).toContain('Runtime.OutOfMemory');
    expect(mails).toContain('This is a problem of the watchdog itself, not of this account.');
    // All other alerts are the same.
    const others = (alerts: Result['alerts']) =>
      alerts
        .flatMap(({ notices }) => notices)
        .filter(({ kind, account }) => kind === 'limit' && !/1\d$/.test(account?.name ?? ''));
    expect(timeless(others(many.alerts))).toEqual(timeless(others(one.alerts)));
    expect(others(many.alerts).length).toBeGreaterThan(0);
  });

  it.each<[string, StageHook, string]>([
    [
      'the items cannot be read',
      async (stage, _, invoke) => {
        const answer = await invoke();
        return stage === 'targets'
          ? { ...Object(answer), key: 'limits-watchdog/runs/run-1/no' }
          : answer;
      },
      'States.ItemReaderFailed',
    ],
    [
      'every batch fails',
      async (stage, _, invoke) => (stage === 'measure' ? crash('Sandbox.Timedout') : invoke()),
      'Sandbox.Timedout',
    ],
  ])('reports that nothing was measured when %s, and fails', async (name, around, error) => {
    expectDeniedIf(name.startsWith('the items'));
    const many = await runDistributed({ ...RUN, world: world(distributedTooling()), around });
    expect(many.ended).toMatchObject({ status: 'FAILED', error: 'RunFailed' });
    expect(many.mails.join('\n')).toContain(error);
    expect(unseen(many)).toHaveLength(14 * (REGIONS.length * 2 + 1));
  });

  it('fails before anything is measured when the targets cannot be planned', async () => {
    const many = await runDistributed({
      ...RUN,
      world: world(distributedTooling()),
      around: () => crash('Runtime.ExitError'),
    });
    expect(many.ended).toMatchObject({ status: 'FAILED', error: 'Runtime.ExitError' });
    expect(many.ended.visited).toEqual(['PlanTargets']);
    expect(many.mails).toEqual([]);
  });

  it.each<[string, (text: string) => string]>([
    ['garbled', (text) => text.slice(1)],
    ['of another batch', (text) => text.replace('"batch":1', '"batch":0')],
    ['of another run', (text) => text.replace('"run":"run-1"', '"run":"run-0"')],
    ['without one of its findings', withoutOneFinding],
  ])('refuses a result of a batch that is %s', async (_, spoil) => {
    const key = 'limits-watchdog/runs/run-1/results/1.json';
    let sandbox: Sandbox | undefined;
    const around: StageHook = async (stage, __, invoke) => {
      const bucket = bucketOf(sandbox);
      const stored = stage === 'judge' ? bucket?.current(key) : undefined;
      if (stored !== undefined) {
        bucket?.put({
          key,
          body: new TextEncoder().encode(spoil(new TextDecoder().decode(stored.body))),
          now: stored.modifiedAt,
          contentType: stored.contentType,
          metadata: {},
        });
      }
      return invoke();
    };
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    sandbox = createSandbox(world(distributedTooling()), { clock: virtualClock(START) });
    const many = await distributedOnce(sandbox, { ...RUN, around });
    expect(many.ended.visited.at(-1)).toBe('NotEverythingMeasured');
    const lost = unseen(many).filter((each) => each.endsWith(' malformed'));
    expect(lost).toHaveLength(4 * (REGIONS.length * 2 + 1));
  });

  it('does not report old measurements as current, as in a redriven execution', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'an account has no read role' });
    const sandbox = createSandbox(world(distributedTooling()), { clock: virtualClock(START) });
    const around: StageHook = async (stage, _, invoke) => {
      if (stage === 'judge') await sandbox.clock.sleep(3 * 24 * 3_600_000);
      return invoke();
    };
    const many = await distributedOnce(sandbox, { ...RUN, around });
    expect(many.ended).toMatchObject({ status: 'FAILED', error: 'RunFailed' });
    expect(unseen(many)).toHaveLength(14 * (REGIONS.length * 2 + 1));
    expect(many.mails.join('\n')).toContain('BatchResultTooOld');
  });

  it('reports an account that was configured after the first step as not measured', async () => {
    const known = { id: '222222222222', name: 'dev' };
    const late = { id: '333333333333', name: 'late' };
    const members = [known, late].map(({ id, name }) => memberAccount(id, name));
    const sandbox = createSandbox(
      { accounts: [distributedTooling(), ...members] },
      { clock: virtualClock(START) },
    );
    const regions = ['eu-west-1'];
    // The targets of an earlier run with the same name already exist.
    await distributedOnce(sandbox, { accounts: [known], regions });
    const many = await distributedOnce(sandbox, { accounts: [known, late], regions });
    expect(many.ended.visited.at(-1)).toBe('NotEverythingMeasured');
    expect(unseen(many)).toEqual([
      'late eu-west-1: lambda-code-storage conflict',
      'late eu-west-1: lambda-old-versions conflict',
      'late global: s3-buckets conflict',
    ]);
  });

  it('sends nothing twice when the step that publishes is invoked again', async () => {
    const one = await atOnce();
    let judged = 0;
    const many = await distributed({
      input: { scheduled: '2026-11-22T06:00:00Z' },
      around: async (stage, _, invoke) => {
        if (stage !== 'judge') return invoke();
        await Promise.allSettled([invoke()]);
        judged += 1;
        return invoke();
      },
    });
    expect(judged).toBe(1);
    expect(timeless(many.mails)).toEqual(timeless(one.mails));
  });

  it('succeeds when everything was measured', async () => {
    const many = await runDistributed({
      accounts: [{ id: '222222222222', name: 'dev' }],
      regions: ['eu-west-1'],
      world: { accounts: [distributedTooling(), memberAccount('222222222222', 'dev')] },
    });
    expect(many.ended.visited.at(-1)).toBe('Told');
    expect(many.ended.output).toMatchObject({ status: 'complete', findings: 3, published: 0 });
    expect(many.mails).toEqual([]);
  });
});

function expectDeniedIf(isSo: boolean): void {
  // Without a manifest, the run reads a key that is not a target list, which the machine's role may not read.
  if (isSo) expectDenied({ action: 's3:GetObject', because: 'the key is none that it may read' });
}

function withoutOneFinding(text: string): string {
  const result = JSON.parse(text);
  return JSON.stringify({ ...result, findings: result.findings.slice(1) });
}
