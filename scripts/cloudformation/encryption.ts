import { evaluatePolicies } from '../../test/sandbox/iam/evaluate.ts';
import type { Role } from '../../test/sandbox/iam/role.ts';
import type { MadeStack } from './made-stack.ts';

/** What SNS asks of the key with the publisher's rights. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const KEY_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'];
/** Keys of SNS itself let every publisher of the account use them. */
const AWS_KEY = /^alias\/aws\//;
/** A parameter with the keys of topics that are not the stack's. */
const KEYS_OF_OTHER_TOPICS = 'TopicKeyArns';

/** What roles may publish to, and with which keys. */
interface Encryption {
  /** ARNs of the stack's topics. */
  readonly topics: readonly string[];
  /** Of those, the ones with a customer's key. */
  readonly encrypted: readonly { readonly arn: string; readonly key: string }[];
  /** Keys of topics that are not the stack's. */
  readonly elsewhere: readonly string[];
  readonly place: MadeStack['place'];
}

/**
 * Roles that may publish to a topic, but may not use the customer's key that it is encrypted with: each
 * publish is refused with KMSAccessDenied.
 */
export function encryptionChecker(): (stack: MadeStack) => readonly string[] {
  /** By what else it depends on, as JSON; roles do not change. */
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

function encryptionOf({ resources, parameter, place }: MadeStack): Encryption {
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

/** The topics that a role may publish to: those of the stack, and those that its policies name. */
function topicsOf(role: Role, ofStack: readonly string[]): readonly string[] {
  const named = role.policies.flatMap(({ statements }) =>
    statements.flatMap(({ resources }) => resources?.patterns ?? []),
  );
  return [...new Set([...ofStack, ...named])].filter(
    (arn) => arn.includes(':sns:') && isAllowed(role, 'sns:Publish', arn, new Map()),
  );
}

function mayUse(role: Role, action: string, key: string, place: MadeStack['place']): boolean {
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
