import { stackResolver } from '../../../scripts/cloudformation/made-stack.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { partitionOf } from '../../../src/model/regions.ts';
import type { Role } from '../../sandbox/iam/role.ts';
import type { Members } from '../../sandbox/wire/message.ts';
import type { Claim } from './claims.ts';
import { may, falseClaims } from './claims.ts';

/** Checks the principals that a packaged stack's policies name, and the uses of the customer's KMS key. */
export function guardFaults(
  {
    configuration,
    template,
  }: { readonly configuration: ConfigurationFile; readonly template: Members },
  roles: ReadonlyMap<string, Role>,
): readonly string[] {
  const { deploy, tooling } = configuration;
  const key = deploy?.kmsKeyArn;
  return falseClaims([
    ...[...roles.values()].map((role): Claim => [
      `${role.name} is below the path of the stack`,
      role.path === (deploy?.rolePath ?? '/'),
    ]),
    ...namingClaims(configuration, template, roles),
    ...[...roles.values()].flatMap((role) => keyClaims(role, key ?? ANY_KEY, tooling.region, key)),
  ]);
}

const ANY_KEY = 'arn:aws:kms:eu-west-1:111111111111:key/any';

/** Checks that policies name the stack's roles only by their exact path. */
function namingClaims(
  { deployment, tooling }: ConfigurationFile,
  template: Members,
  roles: ReadonlyMap<string, Role>,
): readonly Claim[] {
  const own = new RegExp(
    `arn:[a-z-]+:iam::${tooling.account}:role/(?:[\\w+=,.@-]+/)*${deployment}-[\\w+=,.@-]+`,
    'g',
  );
  const resources = [...(stackResolver()(template)?.resources.values() ?? [])];
  const named = resources.flatMap(({ id, properties }) =>
    [...JSON.stringify(properties).matchAll(own)].map(([arn]) => [arn, id] as const),
  );
  const there = new Set([...roles.values()].map(({ arn }) => arn));
  return named.map(([arn, id]) => [
    `there is a role ${arn}, which ${id} names`,
    there.has(arn) || !roles.has(arn.slice(arn.lastIndexOf('/') + 1)),
  ]);
}

/**
 * Checks that a role may use the key only through the services that it needs it for, and not at all without a key.
 */
function keyClaims(
  role: Role,
  key: string,
  region: Parameters<typeof partitionOf>[0],
  given: string | undefined,
): readonly Claim[] {
  const suffix = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const uses = (service: string, ...actions: readonly string[]): boolean =>
    actions.every((action) =>
      may(role, action, key, new Map([['kms:viaservice', [`${service}.${region}.${suffix}`]]])),
    );
  const has = (action: string): boolean =>
    role.policies.some(({ statements }) =>
      statements.some(
        ({ effect, actions }) => effect === 'Allow' && actions.patterns.includes(action),
      ),
    );
  const wants = (action: string): boolean => given !== undefined && has(action);
  const both = ['kms:GenerateDataKey', 'kms:Decrypt'];
  return [
    [`${role.name} publishes with the key`, uses('sns', ...both) === wants('sns:Publish')],
    [
      `${role.name} sends to queues with the key`,
      uses('sqs', ...both) === wants('sqs:SendMessage'),
    ],
    [
      `${role.name} writes to the bucket with the key`,
      uses('s3', 'kms:GenerateDataKey') === wants('s3:PutObject'),
    ],
    [
      `${role.name} reads from the bucket with the key`,
      uses('s3', 'kms:Decrypt') === wants('s3:GetObject'),
    ],
    [`${role.name} uses the key for nothing else`, !uses('ssm', 'kms:Decrypt')],
  ];
}
