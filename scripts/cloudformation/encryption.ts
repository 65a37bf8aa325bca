import { evaluatePolicies } from '../../test/sandbox/iam/evaluate.ts';
import type { Role } from '../../test/sandbox/iam/role.ts';
import type { ResolvedStack } from './made-stack.ts';

/** The key permissions that a publisher to an encrypted topic needs. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];
/** The key that AWS manages for SNS, which every publisher of the account may use. */
const AWS_KEY = /^alias\/aws\//;
/** The parameter with the keys of topics outside the stack. */
const KEYS_OF_OTHER_TOPICS = 'TopicKeyArns';

/** The topics that roles may publish to, and their keys. */
interface Encryption {
  /** ARNs of the stack's own topics. */
  readonly topics: readonly string[];
  /** The stack's topics that have a customer managed key. */
  readonly encrypted: readonly { readonly arn: string; readonly key: string }[];
  /** ARNs of the keys of topics outside the stack. */
  readonly elsewhere: readonly string[];
  readonly place: ResolvedStack['place'];
}

/** Returns a check for roles that may publish to a topic but may not use its customer managed key. */
export function encryptionChecker(): (stack: ResolvedStack) => readonly string[] {
  /** Faults by role, then by the encryption as JSON. Role objects must not be modified. */
  const judged = new WeakMap<Role, Map<string, readonly string[]>>();
  return (stack) => {
    const encryption = encryptionOf(stack);
    const text = JSON.stringify(encryption);
    return stack.roles.flatMap((role) => {
      const before = judged.get(role) ?? new Map<string, readonly string[]>();
      const faults = before.get(text) ?? roleFaults(role, encryption);
      judged.set(role, before.set(text, faults));
      return faults;
    });
  };
}

function encryptionOf({ resources, parameter, place }: ResolvedStack): Encryption {
  const topics = [...resources.values()].filter(({ type }) => type === 'AWS::SNS::Topic');
  return {
    topics: topics.flatMap(({ arn }) => arn ?? []),
    encrypted: topics.flatMap(({ arn, properties }) => {
      const { KmsMasterKeyId: key } = properties;
      const isCustomers = typeof key === 'string' && !AWS_KEY.test(key);
      return isCustomers && arn !== undefined ? [{ arn, key }] : [];
    }),
    elsewhere: parameter(KEYS_OF_OTHER_TOPICS),
    place,
  };
}

function roleFaults(
  role: Role,
  { topics, encrypted, elsewhere, place }: Encryption,
): readonly string[] {
  const published = topicsOf(role, topics);
  const keys = [
    ...encrypted.filter(({ arn }) => published.includes(arn)).map(({ key }) => key),
    ...(published.some((arn) => !topics.includes(arn)) ? elsewhere : []),
  ];
  return [...new Set(keys)].flatMap((key) =>
    KEY_ACTIONS.filter((action) => !mayUse(role, action, key, place)).map(
      (action) =>
        `${role.name}: publishes to a topic that is encrypted with ${key}, without ${action}`,
    ),
  );
}

/** Returns the topics that a role may publish to, of the stack's topics and those that its policies name. */
function topicsOf(role: Role, ofStack: readonly string[]): readonly string[] {
  const named = role.policies.flatMap(({ statements }) =>
    statements.flatMap(({ resources }) => resources?.patterns ?? []),
  );
  return [...new Set([...ofStack, ...named])].filter(
    (arn) => arn.includes(':sns:') && isAllowed(role, 'sns:Publish', arn, new Map()),
  );
}

function mayUse(role: Role, action: string, key: string, place: ResolvedStack['place']): boolean {
  const { partition, region, accountId } = place;
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const arn = key.startsWith('arn:')
    ? key
    : `arn:${partition}:kms:${region}:${accountId}:key/${key}`;
  return isAllowed(role, action, arn, new Map([['kms:viaservice', [`sns.${region}.${suffix}`]]]));
}

function isAllowed(
  { policies }: Role,
  action: string,
  resource: string,
  keys: ReadonlyMap<string, readonly string[]>,
): boolean {
  return evaluatePolicies(policies, { action, resource, keys }) === 'allowed';
}
