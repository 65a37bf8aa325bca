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

/** A list that says this stage of the dev account. */
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

/** The text of the rules that tell the stage by OUs. */
export function ouRulesText(rules: {
  readonly prod: string[];
  readonly nonprod: string[];
}): string {
  return rulesText({ include: [], exclude: [], stage: { by: 'ou', ...rules }, each: EACH });
}

/** The dev account as the organisation has it, with what differs. */
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
  /** The list of the last watch run. */
  readonly list?: string;
  readonly organization?: OrganizationWorld;
  /** Default: the stage by a tag. */
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly more?: readonly AccountWorld[];
}

/** Both functions of a deployment that finds its accounts. */
export function finding({
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

/** The same with this list. */
export function withList(list: string | undefined) {
  return finding(list === undefined ? {} : { list });
}

/** In the management account, which lists for a tooling account that may not. */
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
