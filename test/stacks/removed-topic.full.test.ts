import { beforeAll, describe, expect, it } from 'vitest';

import type { PackagedStack } from './stack-model/packaged-template.ts';
import { packagedStack } from './stack-model/packaged-template.ts';
import { withPolicy, World } from './stack-model/world.ts';
import { ONE_TOPIC, TWO_TOPICS } from './topic-settings.ts';

const TIMEOUT_MS = 300_000;

describe('a topic that is taken out of the configuration', () => {
  let both: PackagedStack;
  let one: PackagedStack;
  beforeAll(async () => {
    both = await packagedStack(TWO_TOPICS, undefined);
    one = await packagedStack(ONE_TOPIC, undefined);
  }, TIMEOUT_MS);

  it(
    'is kept with its subscriptions, and taken as existing when it comes back',
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
