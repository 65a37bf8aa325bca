import { TOOLING } from '../../watch/run-watch.ts';
import { EXTERNAL_ID } from '../prune/run-prune.ts';
import type { Statement } from '../../sandbox/iam/policy.ts';
import type { Role } from '../../sandbox/iam/role.ts';
import type { StackWorld } from '../../sandbox/world.ts';
import type { ShippedGrant } from './shipped.ts';

/** Shipped roles with changes that somebody made by mistake. */

/** Returns the role without one action of one statement. */
export function withoutAction(
  role: Role,
  { sid, action }: Pick<ShippedGrant, 'sid' | 'action'>,
): Role {
  const cut = (statement: Statement): Statement[] => {
    if (statement.sid !== sid) return [statement];
    const patterns = statement.actions.patterns.filter((one) => one !== action);
    return patterns.length === 0
      ? []
      : [{ ...statement, actions: { ...statement.actions, patterns } }];
  };
  return {
    ...role,
    policies: role.policies.map((policy) => ({
      ...policy,
      statements: policy.statements.flatMap(cut),
    })),
  };
}

export function readStack(change: StackWorld['change']): StackWorld {
  return {
    template: 'src/stacks/member-read-role.yml',
    parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID, PlanEvidence: 'true' },
    ...(change !== undefined && { change }),
  };
}

export function pruneStack(change?: StackWorld['change'], more = {}): StackWorld {
  return {
    template: 'src/stacks/member-prune-role.yml',
    parameters: {
      ToolingAccountId: TOOLING,
      ExternalId: EXTERNAL_ID,
      Stage: 'nonprod',
      ...more,
    },
    ...(change !== undefined && { change }),
  };
}
