import { encodeAccountList } from '../../../src/accounts/list.ts';
import { rulesText } from '../../../src/accounts/select.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { Stage } from '../../../src/model/configuration.ts';
import type { Discovery } from '../../../src/model/discovery.ts';
import { HOUR_MS, instant } from '../../../src/model/time.ts';
import type { AccountWorld } from '../../sandbox/world.ts';
import type { MemberWorld, OrganizationWorld } from '../../sandbox/world/organization.ts';
import { OLD, pruningWith } from './harness.ts';
import { DEV, devAccount, EXTERNAL_ID, START, TOOLING } from './run-prune.ts';

const MANAGEMENT = '999999999999';
export const LISTING_ROLE = `arn:aws:iam::${MANAGEMENT}:role/limits-watchdog-list`;

export const RULES = { stage: { tag: 'environment', prod: ['prod'], nonprod: ['dev'] } };
const EACH: Discovery['each'] = {
  regions: [],
  rules: [],
  prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
};
const RULES_TEXT = rulesText({
  include: [],
  exclude: [],
  stage: { by: 'tag', tag: 'environment', prod: ['prod'], nonprod: ['dev'] },
  each: EACH,
});
export const LIST_KEY = 'limits-watchdog/accounts.json';

/** Returns the text of an account list with this stage for the dev account. */
export function listText(stage: Stage, hoursAgo = 1, rules = RULES_TEXT, name = 'dev'): string {
  return encodeAccountList(
    {
      listedAt: instant(Date.parse(START) - hoursAgo * HOUR_MS),
      rules,
      accounts: [{ id: accountId(DEV), name, stage }],
      leftOut: [],
    },
    'limits-watchdog',
  );
}

/** Returns the text of discovery rules that give the stage by OU. */
export function ouRulesText(rules: {
  readonly prod: string[];
  readonly nonprod: string[];
}): string {
  return rulesText({ include: [], exclude: [], stage: { by: 'ou', ...rules }, each: EACH });
}

/** Returns the organisation with changed properties of the dev account. */
export function organizationWith(
  dev: Partial<MemberWorld> = {},
  more: Partial<OrganizationWorld> = {},
): OrganizationWorld {
  return {
    management: MANAGEMENT,
    delegatedAdministrators: [TOOLING],
    members: [
      { id: TOOLING, name: 'tooling' },
      { id: DEV, name: 'dev', tags: { environment: 'dev' }, ...dev },
    ],
    ...more,
  };
}

export interface DiscoveredOrganisation {
  /** The text of the account list that the last watch run stored; undefined: none. */
  readonly list?: string;
  readonly organization?: OrganizationWorld;
  /** The discovery rules; default: the stage is a tag. */
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly more?: readonly AccountWorld[];
}

/** Returns the plan and prune functions of a deployment with discovered accounts. */
export function discovering({
  list,
  organization = organizationWith(),
  rules,
  more = [],
}: DiscoveredOrganisation) {
  return pruningWith({
    accounts: [
      devAccount({ functions: [{ name: 'pay', versions: '1-20', codeSize: 10, ...OLD }] }),
      ...more,
    ],
    world: { organization },
    organizations: rules ?? RULES,
    ...(list !== undefined && { list }),
  });
}

/** Returns the plan and prune functions of a deployment with this account list. */
export function pruningWithList(list: string | undefined) {
  return discovering(list === undefined ? {} : { list });
}

/** Returns the management account, with a role that lists accounts for the tooling account. */
export function listingAccount(): AccountWorld {
  return {
    id: MANAGEMENT,
    name: 'management',
    stacks: [
      {
        template: 'src/stacks/organization-list-role.yml',
        parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID },
      },
    ],
  };
}
