import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { devAccount, EXTERNAL_ID, STATE_BUCKET, TOOLING, TOPIC } from '../prune/run-prune.ts';
import { shop } from '../prune/rows.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { stateBucket } from '../../sandbox/fixtures/state-bucket.ts';
import { roleAllowing } from '../../sandbox/fixtures/administrator.ts';
import type { Credentials, Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RoleWorld } from '../../sandbox/world.ts';

/** A deployed organisation, and principals that try to do more than they are allowed. */

export { STATE_BUCKET, TOOLING, TOPIC } from '../prune/run-prune.ts';

export const DEV = '222222222222';
export const PROD = '555555555555';
/** A foreign account outside the organisation. */
export const STRANGER = '999999999999';
export const REGION = 'eu-west-1';
const ORGANISATION = 'o-acme12345678';

export const READ = 'limits-watchdog-read';
export const PRUNE = 'limits-watchdog-prune';
export const PEOPLE = 'AWSReservedSSO_Developers_0123456789abcdef';
const SSO_PATH = '/aws-reserved/sso.amazonaws.com/eu-west-1/';

/** Returns a role that is allowed every action by its own account's policies. */
const anything = (name: string, path?: string): RoleWorld => ({
  ...roleAllowing(name, '*'),
  ...(path !== undefined && { path }),
});

const MEMBER = {
  ToolingAccountId: TOOLING,
  ExternalId: EXTERNAL_ID,
  OrganizationId: ORGANISATION,
  PeopleRoleArns: `arn:aws:iam::${TOOLING}:role${SSO_PATH}AWSReservedSSO_Developers_${'?'.repeat(16)}`,
};
const PRUNED = {
  ToolingAccountId: TOOLING,
  ExternalId: EXTERNAL_ID,
  OrganizationId: ORGANISATION,
  Stage: 'nonprod',
};

function tooling(): AccountWorld {
  return {
    id: TOOLING,
    name: 'tooling',
    organizationId: ORGANISATION,
    stacks: [
      {
        template: 'src/stacks/watch-function-role.yml',
        parameters: { AlertsTopicArn: TOPIC, StateBucket: STATE_BUCKET },
      },
      { template: 'src/stacks/plan-function-role.yml', parameters: { StateBucket: STATE_BUCKET } },
      {
        template: 'src/stacks/prune-function-role.yml',
        parameters: { StateBucket: STATE_BUCKET, AlertsTopicArn: TOPIC },
      },
    ],
    roles: [anything('deployer'), anything(PEOPLE, SSO_PATH)],
    buckets: [
      {
        ...stateBucket(STATE_BUCKET),
        objects: {
          'limits-watchdog/state.json': '{}',
          'limits-watchdog/prune/plans/p1/plan.json': '{}',
          'limits-watchdog/prune/runs/p1/0001.json': '{}',
        },
      },
    ],
    regions: {
      [REGION]: {
        functions: [{ name: 'limits-watchdog-prune', versions: '1' }],
        topics: [{ name: 'limits-watchdog-alerts' }, { name: 'payroll' }],
      },
    },
  };
}

function member(id: string, name: string, stacks: AccountWorld['stacks'] = []): AccountWorld {
  return devAccount(
    {
      ...shop({ aliases: [{ name: 'live', version: '6' }] }),
      topics: [{ name: 'orders' }],
      stateMachines: [{ name: 'order', definition: { StartAt: 'a', States: {} } }],
      schedules: [{ name: 'nightly', targetArn: `arn:aws:lambda:${REGION}:${id}:function:pay` }],
      stacks: [{ name: 'shop', template: { Resources: {} } }],
      layers: [{ name: 'shared', versions: '1-2' }],
    },
    {
      id,
      name,
      organizationId: ORGANISATION,
      stacks,
      buckets: [{ name: `${name}-invoices`, region: REGION, objects: { 'a.pdf': 'secret' } }],
    },
  );
}

const readStack = (evidence: Readonly<Record<string, string>> = {}) => ({
  template: 'src/stacks/member-read-role.yml',
  parameters: { ...MEMBER, ...evidence },
});
const pruneStack = (more = {}) => ({
  template: 'src/stacks/member-prune-role.yml',
  parameters: { ...PRUNED, ...more },
});

export interface Variation {
  /**
   * `any` deploys the prune role with a delete scope of every function ARN, as if AWS did not compare qualified
   * ARNs.
   */
  readonly deleteScope?: 'any';
  /** Whether the read role in production may read evidence for reviews. */
  readonly reviewsProduction?: boolean;
  /** The organisation of the tooling account; default: that of all accounts. */
  readonly toolingOrganisation?: string;
  /** Roles of the tooling account that replace the functions' own. */
  readonly toolingRoles?: readonly RoleWorld[];
}

/** Returns a world with the tooling, dev and prod accounts as deployed, and a foreign account. */
export function organisation({
  deleteScope,
  reviewsProduction = false,
  toolingOrganisation = ORGANISATION,
  toolingRoles,
}: Variation = {}): Sandbox {
  const own = tooling();
  return createSandbox(
    {
      accounts: [
        {
          ...own,
          organizationId: toolingOrganisation,
          ...(toolingRoles !== undefined && { stacks: [], roles: toolingRoles }),
        },
        member(DEV, 'dev', [
          readStack({ PlanEvidence: 'true' }),
          pruneStack(deleteScope === undefined ? {} : { DeleteScope: deleteScope }),
        ]),
        member(PROD, 'prod', [readStack(reviewsProduction ? { ReviewEvidence: 'true' } : {})]),
        {
          id: STRANGER,
          name: 'stranger',
          organizationId: 'o-somebodyelse',
          roles: [anything('limits-watchdog-prune-function'), anything('limits-watchdog-watch')],
        },
      ],
    },
    { clock: virtualClock('2026-11-22T06:00:00Z') },
  );
}

/** The function's role exists under an IAM path that the trust policies do not name. */
export const UNDER_ANOTHER_PATH: Variation = {
  toolingRoles: [
    anything('limits-watchdog-prune-function', '/contractors/'),
    anything('limits-watchdog-watch', '/contractors/'),
  ],
};

/** Settings of an SDK client. */
export interface Settings {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: ReturnType<Sandbox['requestHandler']>;
  readonly credentials: Credentials;
}

export function signedIn(sandbox: Sandbox, role: string, account = TOOLING): Settings {
  return {
    region: REGION,
    maxAttempts: 1,
    requestHandler: sandbox.requestHandler(),
    credentials: sandbox.credentialsOf({ account, role }),
  };
}

export interface Assumption {
  readonly account?: string;
  readonly role?: string;
  readonly externalId?: string | undefined;
  readonly policy?: string;
}

/** Returns client settings for a session of a role in an environment account. */
export async function assumed(settings: Settings, as: Assumption = {}): Promise<Settings> {
  const { account = DEV, role = READ, policy } = as;
  const externalId = 'externalId' in as ? as.externalId : EXTERNAL_ID;
  const { Credentials: granted } = await new STSClient(settings).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${role}`,
      RoleSessionName: 'attempt',
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(policy !== undefined && { Policy: policy }),
    }),
  );
  return {
    ...settings,
    credentials: {
      accessKeyId: granted?.AccessKeyId ?? '',
      secretAccessKey: granted?.SecretAccessKey ?? '',
      sessionToken: granted?.SessionToken ?? '',
    },
  };
}
