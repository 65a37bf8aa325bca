import { partitionOf } from '../../../src/model/regions.ts';
import type { Role } from '../../sandbox/iam/role.ts';
import type { Claim } from './claims.ts';
import { may, falseClaims } from './claims.ts';
import type { PackagedWatchdog } from './packaged-access.ts';

/** Checks that only the watch function may send events, and only to the bus that watchdog.yml names. */
export function busFaults(
  { configuration, deployment }: PackagedWatchdog,
  roles: ReadonlyMap<string, Role>,
): readonly string[] {
  const { alerts, tooling } = configuration;
  const { eventBusArn } = alerts;
  const partition = partitionOf(tooling.region);
  const other = `arn:${partition}:events:${tooling.region}:${tooling.account}:event-bus/default`;
  const sends = (by: Role, arn: string): boolean => may(by, 'events:PutEvents', arn);
  const watch = `${deployment.values.deployment}-watch`;
  return falseClaims([
    ...(eventBusArn === undefined
      ? []
      : [...roles.values()].map((by): Claim => [
          by.name === watch ? 'watch sends events' : `${by.name} sends no events`,
          sends(by, eventBusArn) === (by.name === watch),
        ])),
    ['no role sends events elsewhere', ![...roles.values()].some((by) => sends(by, other))],
  ]);
}
