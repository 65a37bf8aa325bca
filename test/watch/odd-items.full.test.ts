import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../../src/model/time.ts';
import { virtualClock } from '../sandbox/clock.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { InProcessHandler } from '../sandbox/transport/in-process.ts';
import type { FunctionWorld, RegionWorld } from '../sandbox/world.ts';
import { memberAccount, runWatch, START, toolingAccount, watchOnce } from './run-watch.ts';

const DEV = '222222222222';
const REGION = 'eu-west-1';
const RUN = { accounts: [{ id: DEV, name: 'dev' }], regions: [REGION] };
const OLD = { publishedFrom: '2025-01-01T00:00:00Z', publishedTo: '2025-06-01T00:00:00Z' };

/** Returns a function with old versions; all but the newest three count. */
function service(name: string, versions: number): FunctionWorld {
  return { name, versions: `1-${versions}`, ...OLD };
}

function worldWith(region: RegionWorld) {
  return {
    accounts: [toolingAccount(), memberAccount(DEV, 'dev', { regions: { [REGION]: region } })],
  };
}

function services(count: number): readonly FunctionWorld[] {
  return Array.from({ length: count }, (_, at) => service(`fn-${String(at).padStart(3, '0')}`, 12));
}

/** Returns a handler that calls `onRequest` before each request to the account's Lambda. */
function watching(onRequest: (path: string) => void) {
  return (http: InProcessHandler): InProcessHandler => ({
    ...http,
    handle: async (request, options) => {
      if (request.path.startsWith('/2015-03-31/functions')) onRequest(request.path);
      return http.handle(request, options);
    },
  });
}

describe('a function that is deleted while its Region is read', () => {
  const deleting = (sandbox: Sandbox, names: string[]) => (): void => {
    const name = names.pop();
    if (name !== undefined) sandbox.change({ account: DEV, region: REGION }).deleteFunction(name);
  };

  it('is left out: the others are counted, and the run is not incomplete', async () => {
    const sandbox = createSandbox(worldWith({ functions: services(300) }), {
      clock: virtualClock(START),
    });
    let read = 0;
    const remove = deleting(sandbox, ['fn-290']);
    const through = watching((path) => {
      if (path.endsWith('/aliases') && ++read === 50) remove();
    });
    const { mails, error } = await watchOnce(sandbox, { ...RUN, through });
    expect(error).toBeUndefined();
    expect(mails.join()).toContain('2,691 old versions');
  });

  it('may be another one at every page and every alias read: the runs of such an account are complete', async () => {
    const clock = virtualClock(START);
    const functions = services(120);
    const sandbox = createSandbox(worldWith({ functions }), { clock });
    // From the last function, which is read last, so that each is deleted between the listing and the read of its
    // aliases.
    const names = functions.map(({ name }) => name).slice(0, 100);
    const through = watching(deleting(sandbox, names));
    const settings = { limits: { 'lambda-old-versions': { ceiling: 10 } } };
    for (let run = 0; run < 3; run += 1) {
      const { error, lines } = await watchOnce(sandbox, { ...RUN, settings, through });
      expect(error).toBeUndefined();
      expect(lines.join()).toContain('"lambda-old-versions"');
      await clock.sleep(6 * HOUR_MS);
    }
    expect(names).toEqual([]);
  });

  it('is not treated as deleted while Lambda still lists it: the versions that its aliases keep are unknown', async () => {
    const notFound: FaultRule = {
      match: { service: 'lambda', operation: 'ListAliases', account: DEV },
      times: 1,
      effect: { kind: 'error', name: 'ResourceNotFoundException', status: 404 },
    };
    const world = worldWith({ functions: services(3) });
    const { alerts, error } = await runWatch({ world, ...RUN, faults: [notFound] });
    expect(error?.name).toBe('RunIncomplete');
    expect(alerts.flatMap(({ notices }) => notices.flatMap(({ unseen = [] }) => unseen))).toEqual([
      expect.objectContaining({ limit: 'lambda-old-versions', reason: 'absent' }),
    ]);
  });
});

describe('an odd item of a listing', () => {
  it("of AWS's own layers does not prevent measuring the Region", async () => {
    const layer = { arn: 'arn:aws:lambda:::awslayer:AmazonLinux1803', codeSize: 0 };
    const functions = [{ ...service('legacy', 6), versionLayers: { '1': [layer] } }];
    const { error } = await runWatch({ world: worldWith({ functions }), ...RUN });
    expect(error).toBeUndefined();
  });

  it('without a size is counted as a version, and reported as missing from the sizes', async () => {
    const item = (version: string, more: object = {}) => ({
      FunctionName: 'orders',
      FunctionArn: `arn:aws:lambda:${REGION}:${DEV}:function:orders:${version}`,
      Version: version,
      LastModified: '2025-01-01T00:00:00.000+0000',
      CodeSize: 1_000,
      ...more,
    });
    const numbers = Array.from({ length: 9 }, (_, at) => String(at + 1));
    const items = numbers.map((one) => item(one, one === '4' ? { CodeSize: undefined } : {}));
    const listing: FaultRule = {
      match: { service: 'lambda', operation: 'ListFunctions', account: DEV },
      times: 'always',
      effect: { kind: 'answer', body: JSON.stringify({ Functions: items }) },
    };
    const { mails, error } = await runWatch({
      world: worldWith({ functions: [service('orders', 9)] }),
      ...RUN,
      settings: { limits: { 'lambda-old-versions': { ceiling: 5 } } },
      faults: [listing],
    });
    expect(error).toBeUndefined();
    expect(mails.join()).toContain('6 old versions');
    expect(mails.join()).toContain(
      'Missing from these sizes: 1 version or attached layer listed without a readable size or owner.',
    );
  });
});

describe('a contradiction in what Lambda answers is not measured, and resolves no alert', () => {
  const answer = (operation: string, body: object): FaultRule => ({
    match: { service: 'lambda', operation, account: DEV },
    times: 'always',
    effect: { kind: 'answer', body: JSON.stringify(body), contentType: 'application/json' },
  });
  const settings = (functions: number, size: number) => ({
    AccountLimit: { TotalCodeSize: 322_122_547_200 },
    AccountUsage: { TotalCodeSize: size, FunctionCount: functions },
  });
  const first = {
    FunctionName: 'fn-000',
    FunctionArn: `arn:aws:lambda:${REGION}:${DEV}:function:fn-000:$LATEST`,
    Version: '$LATEST',
    CodeSize: 1,
  };

  async function afterFault(fault: FaultRule) {
    const clock = virtualClock(START);
    const sandbox = createSandbox(worldWith({ functions: services(200) }), { clock });
    const before = await watchOnce(sandbox, RUN);
    expect(before.alerts[0]?.notices[0]?.change).toBe('raised');
    await clock.sleep(6 * HOUR_MS);
    sandbox.faults.add(fault);
    const after = await watchOnce(sandbox, RUN);
    return { after, kinds: after.alerts.flatMap(({ notices }) => notices.map((one) => one.kind)) };
  }

  it.each<[string, FaultRule]>([
    ['no function is listed where 200 are counted', answer('ListFunctions', { Functions: [] })],
    ['the listing ends after a few of them', answer('ListFunctions', { Functions: [first] })],
  ])('%s', async (_what, fault) => {
    const { after, kinds } = await afterFault(fault);
    expect(after.error?.name).toBe('RunIncomplete');
    expect(after.alerts.flatMap(({ notices }) => notices)).toEqual([
      expect.objectContaining({
        unseen: [
          expect.objectContaining({
            limit: 'lambda-old-versions',
            reason: 'malformed',
            operation: 'lambda:ListFunctions',
          }),
        ],
      }),
    ]);
    expect(kinds).toHaveLength(1);
  });

  it('0 functions are reported with 100 GiB of code: the listing shows how many there are', async () => {
    const { after } = await afterFault(answer('GetAccountSettings', settings(0, 100 * 2 ** 30)));
    expect(after.error).toBeUndefined();
    expect(after.alerts).toEqual([]);
  });

  it('0 functions are reported and none listed, and there are only layers: that is no contradiction', async () => {
    const { error, alerts } = await runWatch({
      world: worldWith({ codeStorage: { usage: { bytes: 2 ** 30 } } }),
      ...RUN,
    });
    expect([error, alerts]).toEqual([undefined, []]);
  });
});
