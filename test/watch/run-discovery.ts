import { discoverer } from '../../src/functions/watch/discover.ts';
import type { OrganizationWorld } from '../sandbox/world/organization.ts';
import type { AccountWorld } from '../sandbox/world.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import {
  EXTERNAL_ID,
  memberAccount,
  STATE_BUCKET,
  TOOLING,
  toolingAccount,
  TOPIC,
} from './run-watch.ts';
import type { WatchRun } from './run-watch.ts';

export const MANAGEMENT = '999999999999';
export const LISTING_ROLE = `arn:aws:iam::${MANAGEMENT}:role/limits-watchdog-list`;
export const LIST_KEY = 'limits-watchdog/accounts.json';

export const DEV = '222222222222';
export const PROD = '555555555555';
export const LAB = '777777777777';

/**
 * An organisation with dev and prod, which have an OU and a tag each, and an account whose stage no rule matches.
 */
export const ORGANIZATION: OrganizationWorld = {
  management: MANAGEMENT,
  delegatedAdministrators: [TOOLING],
  members: [
    { id: TOOLING, name: 'tooling', ou: ['Platform'] },
    { id: DEV, name: 'dev', ou: ['Workloads', 'Dev'], tags: { environment: 'dev' } },
    { id: PROD, name: 'shop', ou: ['Workloads', 'Prod'], tags: { environment: 'production' } },
    { id: LAB, name: 'lab', ou: ['Workloads'] },
  ],
};

export const RULES = {
  include: [{ ous: ['/Workloads'] }],
  stage: { tag: 'environment', prod: ['prod*'], nonprod: ['dev', 'test'] },
};

/** Returns the tooling account of a deployment that discovers accounts. */
export function findingTooling(parameters: Readonly<Record<string, string>> = {}): AccountWorld {
  return toolingAccount({
    stacks: [
      {
        template: 'src/stacks/watch-function-role.yml',
        parameters: {
          AlertsTopicArn: TOPIC,
          StateBucket: STATE_BUCKET,
          Discovery: 'true',
          ...parameters,
        },
      },
    ],
  });
}

export interface DiscoveryRun {
  readonly organization?: OrganizationWorld;
  readonly tooling?: AccountWorld;
  readonly more?: readonly AccountWorld[];
  readonly organizations?: Readonly<Record<string, unknown>>;
  readonly listed?: readonly Readonly<Record<string, unknown>>[];
  readonly member?: Readonly<Record<string, Partial<AccountWorld>>>;
}

/** Returns a run with discovered accounts. */
export function findingRun({
  organization = ORGANIZATION,
  tooling = findingTooling(),
  more = [],
  organizations = RULES,
  listed,
  member = {},
}: DiscoveryRun = {}): WatchRun {
  const members = organization.members.filter(
    ({ id }) => id !== TOOLING && id !== MANAGEMENT && more.every((one) => one.id !== id),
  );
  return {
    world: {
      organization,
      accounts: [
        tooling,
        ...more,
        ...members.map(({ id, name }) => memberAccount(id, name, member[id] ?? {})),
      ],
    },
    accounts: [],
    regions: ['eu-west-1'],
    settings: { accounts: { organizations, ...(listed !== undefined && { listed }) } },
    environment: { discoverer },
  };
}

/** A run whose tooling account may not list accounts, and assumes a role of the management account that may. */
export const VIA_ROLE: DiscoveryRun = {
  organization: { ...ORGANIZATION, delegatedAdministrators: [] },
  tooling: findingTooling({ ListingRoleArn: LISTING_ROLE }),
  more: [
    {
      id: MANAGEMENT,
      name: 'management',
      stacks: [
        {
          template: 'src/stacks/organization-list-role.yml',
          parameters: { ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID },
        },
      ],
    },
  ],
  organizations: { role: LISTING_ROLE, ...RULES },
};

/** Returns the account list in the state bucket; undefined when there is none. */
export function keptList(sandbox: Sandbox): unknown {
  const found = sandbox.organisation.findBucket(STATE_BUCKET)?.current(LIST_KEY);
  return found === undefined ? undefined : JSON.parse(new TextDecoder().decode(found.body));
}
