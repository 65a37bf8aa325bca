import { describe, expect, it } from 'vitest';

import { packagedStack } from './stack-model/packaged-template.ts';
import { arn, BUCKET, TOOLING, World } from './stack-model/world.ts';
import { ONE_TOPIC, TWO_TOPICS } from './topic-settings.ts';

const TIMEOUT_MS = 300_000;

describe('a topic with subscriptions', () => {
  it(
    'is kept when another state bucket is configured, as is the earlier bucket',
    async () => {
      const world = new World();
      world.deploy(await packagedStack(TWO_TOPICS, undefined));
      world.subscribe('platform');
      const moved = await packagedStack(
        { ...TWO_TOPICS, state: { bucket: 'another-bucket' } },
        undefined,
      );
      expect(world.deploy(moved).status).toBe('UPDATE_COMPLETE');
      expect(world.outside()).toEqual([`${BUCKET} limits-watchdog-state-${TOOLING}-eu-west-1`]);
      expect(world.subscribersOf('platform')).toEqual(['ops@example.com']);
    },
    TIMEOUT_MS,
  );
});

describe('a second deployment in the organisation', () => {
  it(
    'can be deployed next to the first in the tooling account',
    async () => {
      const world = new World();
      const alerts = { topicArn: arn('spare-alerts') };
      world.deploy(await packagedStack(ONE_TOPIC, undefined));
      const spare = await packagedStack(
        { ...ONE_TOPIC, deployment: 'spare', alerts },
        world.inventory('spare'),
      );
      expect(spare.notes).toEqual([]);
      expect(world.deploy(spare)).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
    },
    TIMEOUT_MS,
  );
});
