import { templateOf } from '../../sandbox/cloudformation/read-template.ts';
import { rolesOfStack } from '../../sandbox/cloudformation/stack-roles.ts';
import { evaluatePolicy } from '../../sandbox/iam/evaluate.ts';
import type { Role } from '../../sandbox/iam/role.ts';
import { parsePolicy } from '../../sandbox/iam/policy.ts';
import { isMembers } from '../../sandbox/wire/message.ts';
import type { Members } from '../../sandbox/wire/message.ts';
import { sectionOf } from '../../../scripts/cloudformation/sections.ts';
import type { Deployment } from '../../../scripts/package/deployment.ts';
import type { Settings } from '../../../scripts/package/settings.ts';
import type { Claim } from './claims.ts';
import { may, falseClaims } from './claims.ts';
import { busFaults } from './packaged-bus.ts';
import { guardFaults } from './packaged-guards.ts';
import { accountId, roleArn } from '../../../src/model/aws-ids.ts';
import type { RoleName, TopicArn } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { partitionOf } from '../../../src/model/regions.ts';
import { increasesKey } from '../../../src/model/increase/increase.ts';
import { functionRoleNames, memberRoleNames } from '../../../src/model/role-names.ts';
import { readStackText } from './shipped.ts';

export interface PackagedWatchdog {
  readonly configuration: ConfigurationFile;
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly template: Members;
}

const MEMBER = accountId('222222222222');
const MANAGEMENT_ACTION = 'organizations:ListAccounts';

/**
 * Compares the permissions of a packaged stack's roles with the calls that its functions make under their
 * configuration. Returns a sentence for each difference; an empty list means that they agree.
 */
export function accessFaults(packaged: PackagedWatchdog): readonly string[] {
  const { configuration, deployment, template } = packaged;
  const { tooling } = configuration;
  const place = {
    stackName: deployment.values.deployment,
    partition: partitionOf(tooling.region),
    accountId: tooling.account,
    region: tooling.region,
  };
  const roles = new Map(
    rolesOfStack(templateOf(template), place).map((role) => [role.name, role] as const),
  );
  const named = (suffix: string): Role => {
    const role = roles.get(`${deployment.values.deployment}-${suffix}`);
    if (role === undefined) throw new Error(`no role of ${suffix}`);
    return role;
  };
  const functions = {
    watch: named('watch'),
    plan: named('plan-function'),
    prune: named('prune-function'),
  };
  return [
    ...increaseFaults(packaged, roles),
    ...memberFaults(packaged, functions),
    ...topicFaults(packaged, functions),
    ...busFaults(packaged, roles),
    ...discoveryFaults(packaged, functions.watch),
    ...stateFaults(packaged, functions.watch),
    ...bucketFaults(packaged, roles),
    ...guardFaults(packaged, roles),
  ];
}

/**
 * Checks that only the increase function can assume the increase role, and that neither exists without `increases`
 * in watchdog.yml.
 */
function increaseFaults(
  { configuration }: PackagedWatchdog,
  roles: ReadonlyMap<string, Role>,
): readonly string[] {
  const { deployment, increases, role, state, tooling } = configuration;
  const partition = partitionOf(tooling.region);
  const target = roleArn(partition, MEMBER, memberRoleNames(deployment).increase, role.path);
  const name = functionRoleNames(deployment).increase;
  const own = roles.get(name);
  const others = [...roles.values()].filter((one) => one.name !== name);
  const kept = `arn:${partition}:s3:::${state.bucket}/${increasesKey(deployment)}`;
  const requests = 'servicequotas:RequestServiceQuotaIncrease';
  return falseClaims([
    [
      'the increase function has a role where it is to',
      (own !== undefined) === (increases !== undefined),
    ],
    ['it assumes the increase role', own === undefined || may(own, 'sts:AssumeRole', target)],
    ['it writes what it requested', own === undefined || may(own, 's3:PutObject', kept)],
    [
      'no other role assumes the increase role',
      !others.some((by) => may(by, 'sts:AssumeRole', target)),
    ],
    [
      'watch reads what was requested where something is',
      others.some((by) => may(by, 's3:GetObject', kept)) === (increases !== undefined),
    ],
    [
      'no role of the tooling account requests increases there',
      ![...roles.values()].some(
        (by) =>
          may(by, requests, '*') ||
          may(by, requests, 'arn:aws:servicequotas:us-east-1:111111111111:s3/L-DC2B2D3D'),
      ),
    ],
  ]);
}

type Functions = Readonly<Record<'watch' | 'plan' | 'prune', Role>>;

/**
 * Checks that the functions may assume the roles that member stacks create from the configuration, and that those
 * roles trust them.
 */
function memberFaults(
  { configuration }: PackagedWatchdog,
  { watch, plan, prune }: Functions,
): readonly string[] {
  const { role, tooling } = configuration;
  const pruneRole = memberRoleNames(configuration.deployment).prune;
  const partition = partitionOf(tooling.region);
  const at = (name: RoleName, path = role.path): string => roleArn(partition, MEMBER, name, path);
  const common = {
    ToolingAccountId: tooling.account,
    ExternalId: role.externalId,
    RolePath: role.path ?? '/',
    FunctionRolePath: configuration.deploy?.rolePath ?? '/',
  };
  const place = { stackName: 's', partition, accountId: MEMBER, region: tooling.region };
  const [read] = rolesOfStack(readStackText('member-read-role'), place, {
    ...common,
    RoleName: role.name,
    PlanEvidence: 'true',
    WatchRoleName: watch.name,
    PlanFunctionRoleName: plan.name,
  });
  const [deleting] = rolesOfStack(readStackText('member-prune-role'), place, {
    ...common,
    Stage: 'nonprod',
    RoleName: pruneRole,
    PruneFunctionRoleName: prune.name,
  });
  const assumes = (by: Role, arn: string): boolean => may(by, 'sts:AssumeRole', arn);
  const trusts = (of: Role | undefined, by: Role): boolean =>
    of !== undefined &&
    evaluatePolicy(
      of.trust,
      {
        action: 'sts:AssumeRole',
        resource: of.arn,
        keys: new Map([
          ['sts:externalid', [role.externalId]],
          ['aws:principalarn', [by.arn]],
        ]),
      },
      { kind: 'session', accountId: tooling.account, roleArn: by.arn, sessionArn: by.arn },
    ) === 'allowed';
  const elsewhere = role.path === undefined || role.path === '/' ? '/elsewhere/' : '/';
  return falseClaims([
    ['the read role is where it is assumed', read?.arn === at(role.name)],
    ['the prune role is where it is assumed', deleting?.arn === at(pruneRole)],
    ['watch assumes the read role', assumes(watch, at(role.name)) && trusts(read, watch)],
    ['plan assumes the read role', assumes(plan, at(role.name)) && trusts(read, plan)],
    ['prune assumes the prune role', assumes(prune, at(pruneRole)) && trusts(deleting, prune)],
    ['watch assumes no prune role', !assumes(watch, at(pruneRole)) && !trusts(deleting, watch)],
    ['plan assumes no prune role', !assumes(plan, at(pruneRole)) && !trusts(deleting, plan)],
    ['prune assumes no read role', !assumes(prune, at(role.name)) && !trusts(read, prune)],
    [
      'no role assumes roles of those names at another path',
      ![watch, plan].some((by) => assumes(by, at(role.name, elsewhere))) &&
        !assumes(prune, at(pruneRole, elsewhere)),
    ],
  ]);
}

function topicFaults(
  { configuration, settings }: PackagedWatchdog,
  { watch, plan, prune }: Functions,
): readonly string[] {
  const { alerts, tooling } = configuration;
  const chat = alerts.chatTopicArn === undefined ? [] : [alerts.chatTopicArn];
  const all = [alerts.topicArn, ...chat, ...alerts.routes.map((route) => route.topicArn)];
  const publishes = (by: Role, arn: string): boolean => may(by, 'sns:Publish', arn);
  const suffix = partitionOf(tooling.region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const through = (service: string): ReadonlyMap<string, readonly string[]> =>
    new Map([['kms:viaservice', [`${service}.${tooling.region}.${suffix}`]]]);
  const uses = (by: Role, key: string, service = 'sns'): boolean =>
    ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) =>
      may(by, action, key, through(service)),
    );
  // A resource name longer than all others, so it matches none of them.
  const longest = 'x'.repeat(Math.max(...all.map((arn) => arn.length)));
  const keys = settings.topicKeyArns.split(',').filter((key) => key !== '');
  const publishing = [watch, prune];
  return falseClaims([
    ...all.map((arn): Claim => [`watch publishes to ${arn}`, publishes(watch, arn)]),
    ['prune publishes to the alerts topic', publishes(prune, alerts.topicArn)],
    [
      'prune publishes to no other topic',
      !all.some((arn: TopicArn) => arn !== alerts.topicArn && publishes(prune, arn)),
    ],
    [
      'no role publishes elsewhere',
      ![watch, plan, prune].some((by) => publishes(by, `${alerts.topicArn}${longest}`)),
    ],
    ...keys.map((key): Claim => [
      `publishers use ${key}, and through SNS alone`,
      publishing.every((by) => uses(by, key) && !uses(by, key, 'ssm')) && !uses(plan, key),
    ]),
  ]);
}

function discoveryFaults({ configuration }: PackagedWatchdog, watch: Role): readonly string[] {
  const { discovery } = configuration;
  const listingRole = discovery?.listingRole;
  const lists = may(watch, MANAGEMENT_ACTION, '*');
  return falseClaims([
    [
      'watch lists accounts where it is to',
      lists === (discovery !== undefined && listingRole === undefined),
    ],
    [
      'watch assumes the role that lists',
      listingRole === undefined || may(watch, 'sts:AssumeRole', listingRole),
    ],
  ]);
}

function stateFaults({ configuration }: PackagedWatchdog, watch: Role): readonly string[] {
  const { state, tooling } = configuration;
  const bucket = `arn:${partitionOf(tooling.region)}:s3:::${state.bucket}`;
  return falseClaims([
    ['watch keeps its state', may(watch, 's3:PutObject', `${bucket}/${state.key}`)],
    ['watch tells a missing state from a forbidden one', may(watch, 's3:ListBucket', bucket)],
  ]);
}

/**
 * Checks that each role may write its own objects, by its own policies and the bucket's, and that no other role
 * may.
 */
function bucketFaults(
  { configuration, template }: PackagedWatchdog,
  roles: ReadonlyMap<string, Role>,
): readonly string[] {
  const { deployment, engine, state, tooling, access, increases } = configuration;
  const names = functionRoleNames(deployment);
  const resource = sectionOf(template, 'Resources')['StateBucketPolicy'];
  const document = isMembers(resource) && sectionOf(resource, 'Properties')['PolicyDocument'];
  const policy = parsePolicy(document, 'resource');
  const isSpared = (by: string, key: string): boolean =>
    evaluatePolicy(
      policy,
      {
        action: 's3:PutObject',
        resource: `arn:${partitionOf(tooling.region)}:s3:::${state.bucket}/${key}`,
        keys: new Map([
          ['aws:principalarn', [by]],
          ['aws:securetransport', ['true']],
        ]),
      },
      { kind: 'session', accountId: tooling.account, roleArn: by, sessionArn: by },
    ) !== 'denied';
  const kept: readonly (readonly [key: string, writer: RoleName])[] = [
    [`${deployment}/prune/plans/p/plan.json`, names.plan],
    [`${deployment}/prune/planning/r.json`, names.plan],
    [`${deployment}/review/reviews/r/review.json`, names.plan],
    [`${deployment}/review/reading/r.json`, names.plan],
    [`${deployment}/prune/runs/p/journal/eu-west-1/000001.json`, names.prune],
    [`${deployment}/prune/leases/${MEMBER}/eu-west-1.json`, names.prune],
    [`${deployment}/prune/ended/p.json`, names.prune],
    [state.key, names.watch],
    [`${state.key}.set-aside/t`, names.watch],
    [`${deployment}/reports/latest.html`, names.watch],
    ...(increases === undefined ? [] : [[increasesKey(deployment), names.increase] as const]),
    ...(engine === 'distributed'
      ? [
          [`${deployment}/runs/r/targets.json`, names.watch] as const,
          [`${deployment}/runs/r/results/1.json`, names.watch] as const,
          [`${deployment}/runs/r/map/m/SUCCEEDED_0.json`, names.map] as const,
        ]
      : []),
  ];
  const arn = (key: string): string =>
    `arn:${partitionOf(tooling.region)}:s3:::${state.bucket}/${key}`;
  return falseClaims([
    ...kept.flatMap(([key, writer]): Claim[] => {
      const role = roles.get(writer);
      const others = [...roles.values()].filter(({ name }) => name !== writer);
      return [
        [
          `${writer} writes ${key}`,
          role !== undefined && may(role, 's3:PutObject', arn(key)) && isSpared(role.arn, key),
        ],
        [`no other role writes ${key}`, !others.some((by) => isSpared(by.arn, key))],
      ];
    }),
    [
      'a break-glass role writes everything',
      access.breakGlassRoles.every((by) => kept.every(([key]) => isSpared(by, key))),
    ],
  ]);
}
