import { expect } from 'vitest';

import type { Interruption } from './cloudformation.ts';
import { resourcesOf } from './expand.ts';
import type { PackagedStack } from './packaged-template.ts';
import { FIRST, World } from './world.ts';

/** Returns every resource at which a first deployment may fail, except those that osls creates before. */
export function pointsOf(stack: PackagedStack): readonly string[] {
  return resourcesOf(stack).flatMap(({ logicalId }) => (logicalId === FIRST ? [] : [logicalId]));
}

/** Returns the failing points after which the same package cannot be deployed. */
export function stuckPoints(
  stack: PackagedStack,
  meanwhile?: Interruption['meanwhile'],
): readonly string[] {
  return pointsOf(stack).filter((failing) => {
    const world = new World();
    const first = world.deploy(stack, { failing, ...(meanwhile && { meanwhile }) });
    expect(first.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    return world.deploy(stack).status !== 'UPDATE_COMPLETE';
  });
}
