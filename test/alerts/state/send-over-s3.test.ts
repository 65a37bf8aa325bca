import * as fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { stateStore } from '../../../src/alerts/state/store.ts';
import { TrafficMeter } from '../../../src/aws/clients.ts';
import { parseState } from '../../../src/alerts/state/format.ts';
import { sendAlerts } from '../../../src/alerts/send.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { decide, DEPLOYMENT, World } from '../send-world.ts';
import { type Fault, S3Double } from './s3-double.ts';

const KEY = 'state.json';

/** Runs the whole flow with the topic of `world` and the state in `s3`. */
function run(world: World, s3: S3Double) {
  const settings = world.settings();
  const { clock, publish } = world.ports(settings);
  const store = stateStore(
    {
      clock,
      traffic: new TrafficMeter(),
      chance: () => 0.5,
      http: s3,
      endpoint: 'https://s3.test',
    },
    {
      region: region('eu-west-1'),
      bucket: 'memory',
      key: KEY,
      deployment: DEPLOYMENT,
      runId: settings.runId,
    },
  );
  return sendAlerts(settings, { clock, publish, store }, (state) =>
    decide(state, world.facts, world.now),
  );
}

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});

describe('runs with their memory in S3', () => {
  it('need one read and one write, and one more write for the claim and for each digest', async () => {
    const [world, s3] = [new World(), new S3Double()];
    world.facts = { 'a/1': 'critical', 'b/1': 'warn' };
    await run(world, s3);
    expect(s3.requests.map((request) => request.slice(0, 3))).toEqual(['GET', 'PUT', 'PUT', 'PUT']);
    s3.requests.length = 0;
    world.later();
    await run(world, s3);
    expect(s3.requests.map((request) => request.slice(0, 3))).toEqual(['GET', 'PUT']);
  });

  it('in parallel send each notice once', async () => {
    const [world, s3] = [new World(), new S3Double()];
    world.facts = { 'a/1': 'critical', 'b/1': 'warn' };
    await Promise.all([run(world, s3), run(world, s3), run(world, s3)]);
    expect([...world.delivered].sort()).toEqual(['a/1#1', 'b/1#1']);
  });

  it('send each notice once, however many answers of S3 are lost, if a repetition succeeds', async () => {
    const anyFaults = fc.array(
      fc.constantFrom<Fault>('none', 'none', 'answer lost', 'not served', 'slow down'),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(anyFaults, async (faults) => {
        const [world, s3] = [new World(), new S3Double()];
        // Never three in a row, which is as often as the SDK tries.
        s3.faults.push(...faults.flatMap((fault) => [fault, 'none' as const]));
        for (const facts of [{ 'a/1': 'critical', 'b/1': 'warn' }, { 'b/1': 'warn' }] as const) {
          world.facts = facts;
          await run(world, s3);
          world.later();
        }
        expect(world.delivered).toEqual(['a/1#1', 'b/1#1', 'a/1#2']);
        expect(parseState(s3.text(KEY) ?? '', DEPLOYMENT)).toMatchObject({
          state: { pending: [] },
        });
      }),
      { numRuns: 60 },
    );
  });
});
