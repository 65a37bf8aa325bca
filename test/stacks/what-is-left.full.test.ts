import { beforeAll, describe, expect, it } from 'vitest';

import type { Interruption } from './stack-model/cloudformation.ts';
import { stuckPoints } from './stack-model/failing-points.ts';
import type { PackagedStack } from './stack-model/packaged-template.ts';
import { packagedStack } from './stack-model/packaged-template.ts';
import { BUCKET, STACK, TOOLING, withPolicy, World } from './stack-model/world.ts';
import { ONE_TOPIC, TWO_TOPICS } from './topic-settings.ts';

const TIMEOUT_MS = 300_000;

/** The schedule starts at once, and a run writes its state. */
const RUN_BEGINS: Interruption['meanwhile'] = (made) => {
  if (made('AWS::Scheduler::Schedule').length === 0) return;
  for (const bucket of made(BUCKET)) bucket.isFilled = true;
};

describe.each(['one-lambda', 'distributed'])('a deployment of the engine %s', (engine) => {
  let stack: PackagedStack;
  beforeAll(async () => {
    stack = await packagedStack({ ...ONE_TOPIC, engine }, undefined);
  }, TIMEOUT_MS);

  it(
    'succeeds the second time when a run wrote its state before the failure, since packaging looks up the bucket',
    async () => {
      const stuck = stuckPoints(stack, RUN_BEGINS);
      expect(stuck.length).toBeGreaterThan(0);
      for (const failing of stuck) {
        const world = new World();
        world.deploy(stack, { failing, meanwhile: RUN_BEGINS });
        expect(world.outside()).toEqual([`${BUCKET} limits-watchdog-state-${TOOLING}-eu-west-1`]);
        const second = await packagedStack({ ...ONE_TOPIC, engine }, world.inventory());
        expect(second.notes).toHaveLength(1);
        expect(world.deploy(second)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
      }
    },
    TIMEOUT_MS,
  );

  it(
    'can be removed and deployed again on what is left, with its subscriptions',
    async () => {
      const world = new World();
      expect(world.deploy(stack).status).toBe('UPDATE_COMPLETE');
      expect(world.deploy(stack)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
      for (const name of ['limits-watchdog-alerts', 'limits-watchdog-health'])
        world.subscribe(name);
      RUN_BEGINS((type) =>
        world.account.ofType(type).filter(({ name }) => !name.startsWith('generated')),
      );
      expect(world.cloudFormation.delete(STACK)).toEqual({
        status: 'DELETE_COMPLETE',
        failures: [],
      });

      expect(world.deploy(stack).failures).toEqual([
        'StateBucketResource: AlreadyExists',
        'HealthTopic: AlreadyExists',
        expect.stringMatching(/Topic: AlreadyExists$/),
      ]);
      const second = await packagedStack({ ...ONE_TOPIC, engine }, world.inventory());
      expect(world.deploy(second)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
      for (const name of ['limits-watchdog-alerts', 'limits-watchdog-health']) {
        expect(world.subscribersOf(name)).toEqual(['ops@example.com']);
      }
      // Deploys once more: what was taken as existing is taken as existing again.
      const third = await packagedStack({ ...ONE_TOPIC, engine }, world.inventory());
      expect(world.deploy(third)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
    },
    TIMEOUT_MS,
  );
});

describe('a topic that is removed from the configuration', () => {
  let both: PackagedStack;
  let one: PackagedStack;
  beforeAll(async () => {
    both = await packagedStack(TWO_TOPICS, undefined);
    one = await packagedStack(ONE_TOPIC, undefined);
  }, TIMEOUT_MS);

  it(
    'is kept with its subscriptions, and taken as existing when it is configured again',
    async () => {
      const world = new World();
      world.deploy(both);
      world.subscribe('platform');
      expect(world.deploy(one).status).toBe('UPDATE_COMPLETE');
      expect(world.subscribersOf('platform')).toEqual(['ops@example.com']);
      const again = await packagedStack(TWO_TOPICS, world.inventory());
      expect(world.deploy(again)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
      expect(world.subscribersOf('platform')).toEqual(['ops@example.com']);
    },
    TIMEOUT_MS,
  );

  it('would be deleted without the policy, which packaging refuses', async () => {
    const world = new World();
    world.deploy(withPolicy(both, undefined));
    world.subscribe('platform');
    await expect(packagedStack(ONE_TOPIC, world.inventory())).rejects.toThrow(
      'would delete it with its subscriptions',
    );
    world.deploy(one);
    expect(world.subscribersOf('platform')).toBeUndefined();
  });
});
