import { groupBy } from '../../src/model/group-by.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { ResolvedResource, ResolvedStack } from './made-stack.ts';
import { statementsIn } from './policies.ts';
import { cachedByObject } from './remember.ts';

/** Types that deliver at once, so the resources that they name must exist before them. */
const CONNECTS: readonly string[] = [
  'AWS::Chatbot::SlackChannelConfiguration',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::SNS::Subscription',
];
/**
 * Types that also need what the named resources need in turn: a schedule with a rate starts at once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const BEGINS: readonly string[] = ['AWS::Scheduler::Schedule'];
/** Policies that apply to the resource they refer to. They need not wait for the principals that they name. */
const RESOURCE_POLICIES: readonly string[] = [
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];
/** The resource policies without which a message is lost; without the others, its sender gets an error. */
const RECEIVES: readonly string[] = ['AWS::SQS::QueuePolicy'];

/**
 * Returns a fault for each schedule, subscription or permission that CloudFormation may create before a
 * resource of the stack that it names by ARN or name. CloudFormation orders resources only by references and
 * DependsOn.
 */
export function waitFaults(stack: ResolvedStack): readonly string[] {
  const all = [...stack.resources.values()];
  const named = directoryOf(all);
  return all.flatMap((resource) => {
    const needed = neededBy(resource, all, named, stack);
    if (needed.length === 0) return [];
    const before = new Set(reachableFrom(resource, (one) => madeAfter(one, stack)));
    return [...new Set(needed)]
      .filter((one) => one.id !== resource.id && !before.has(one))
      .map((one) => `${resource.id}: does not wait for ${one.id}`);
  });
}

/** Returns the resources that a resource names by ARN or function name. */
type Directory = (one: ResolvedResource) => readonly ResolvedResource[];

function neededBy(
  resource: ResolvedResource,
  all: readonly ResolvedResource[],
  namedBy: Directory,
  stack: ResolvedStack,
): readonly ResolvedResource[] {
  if (BEGINS.includes(resource.type)) {
    const needed = reachableFrom(resource, (one) => [...namedBy(one), ...madeAfter(one, stack)]);
    return [...needed, ...policiesOn(needed, all, RESOURCE_POLICIES)];
  }
  if (!CONNECTS.includes(resource.type)) return [];
  const needed = namedBy(resource);
  return [...needed, ...policiesOn(needed, all, RECEIVES)];
}

/** Returns everything that `next` leads to, directly or indirectly, without `from`. */
function reachableFrom(
  from: ResolvedResource,
  next: (one: ResolvedResource) => readonly ResolvedResource[],
): readonly ResolvedResource[] {
  const found = new Set<ResolvedResource>();
  const open = [from];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const other of next(one)) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return [...found];
}

function madeAfter(
  { after }: ResolvedResource,
  { resources }: ResolvedStack,
): readonly ResolvedResource[] {
  return after.flatMap((id) => resources.get(id) ?? []);
}

function directoryOf(all: readonly ResolvedResource[]): Directory {
  const byArn = groupBy(all, ({ arn }) => arn);
  const functions = all.filter(({ type }) => type === 'AWS::Lambda::Function');
  const byFunctionName = groupBy(functions, ({ properties }) => properties['FunctionName']);
  return (one) => {
    if (RESOURCE_POLICIES.includes(one.type)) return [];
    const named = [
      ...arnsIn(one).flatMap((arn) => byArn.get(arn) ?? []),
      ...(byFunctionName.get(one.properties['FunctionName']) ?? []),
    ];
    return named.filter(({ id }) => id !== one.id);
  };
}

// Both functions below are cached: resources are not modified, and most are in many stacks.

/**
 * Returns every ARN in a resource's properties, and the ARNs of which it may be a part: a bucket's object, a
 * function's version, a log group's stream. Trust policies do not count, since a role does not wait for its
 * principals.
 */
const arnsIn = cachedByObject(({ properties }: ResolvedResource): readonly string[] => {
  const { AssumeRolePolicyDocument: _trust, ...others } = properties;
  const arns = textsIn(others).filter((text) => text.startsWith('arn:'));
  const within = arns.flatMap((arn) =>
    [...arn.matchAll(/[:/]/g)].map(({ index }) => arn.slice(0, index)),
  );
  return [...new Set([...arns, ...within])];
});

/** Whether a policy allows anything; nothing waits for a policy that only denies. */
const allowsSomething = cachedByObject(({ properties }: ResolvedResource): boolean =>
  statementsIn(properties, '').some(({ body }) => body['Effect'] === 'Allow'),
);

function policiesOn(
  those: readonly ResolvedResource[],
  all: readonly ResolvedResource[],
  types: readonly string[],
): readonly ResolvedResource[] {
  return all.filter(
    (one) =>
      types.includes(one.type) &&
      those.some(({ id }) => one.after.includes(id)) &&
      allowsSomething(one),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item));
  return isMembers(value) ? Object.values(value).flatMap(textsIn) : [];
}
