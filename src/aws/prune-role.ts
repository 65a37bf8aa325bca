import type { IAMClient } from '@aws-sdk/client-iam';
import { GetRoleCommand } from '@aws-sdk/client-iam';

import type { RoleName } from '../model/aws-ids.ts';
import type { RolePresence } from '../model/prune-role.ts';
import { catchFailure, withOperation } from './failures.ts';

export const GET_ROLE = 'iam:GetRole';

const NO_SUCH_ROLE: readonly string[] = ['NoSuchEntity', 'NoSuchEntityException'];

/**
 * Whether the account has a role of this name: `absent` only for NoSuchEntity, `unknown` for every other failure.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export function rolePresence(iam: IAMClient, name: RoleName): Promise<RolePresence> {
  return catchFailure<RolePresence>(
    async () => {
      await withOperation(GET_ROLE, () => iam.send(new GetRoleCommand({ RoleName: name })));
      return { kind: 'present' };
    },
    (failure) =>
      NO_SUCH_ROLE.includes(failure.errorName) ? { kind: 'absent' } : { kind: 'unknown', failure },
  );
}
