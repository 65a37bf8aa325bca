import { readFileSync } from 'node:fs';
import type { Role } from './role.ts';
import { rolesOfStack } from '../cloudformation/stack-roles.ts';

const REPOSITORY = new URL('../../../', import.meta.url);

/** One permission of a role: one action of one statement. */
export interface Grant {
  readonly role: string;
  readonly sid: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly effect: 'Allow' | 'Deny';
}

/**
 * Returns the permissions of the roles in a template, one entry for each action of each statement. Parameters
 * without a default must be passed.
 *
 * @param template path from the root of the repository
 */
export function grantsOfTemplate(
  template: string,
  parameters: Readonly<Record<string, string>> = {},
): readonly Grant[] {
  const place = {
    stackName: 'stack',
    partition: 'aws',
    accountId: '111111111111',
    region: 'us-east-1',
  };
  const text = readFileSync(new URL(template, REPOSITORY), 'utf8');
  return rolesOfStack(text, place, parameters).flatMap(grantsOfRole);
}

/** Returns the permissions of a role. A `!` in front marks values of `NotAction` and `NotResource`. */
export function grantsOfRole(role: Role): readonly Grant[] {
  return role.policies.flatMap(({ statements }) =>
    statements.flatMap(({ sid = '', effect, actions, resources }) =>
      actions.patterns.map((action) => ({
        role: role.name,
        sid,
        action: actions.isNegated ? `!${action}` : action,
        resources: (resources?.patterns ?? []).map((arn) =>
          resources?.isNegated === true ? `!${arn}` : arn,
        ),
        effect,
      })),
    ),
  );
}
