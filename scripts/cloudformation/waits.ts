import { groupBy } from '../../src/model/group-by.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { MadeResource, MadeStack } from './made-stack.ts';
import { statementsIn } from './policies.ts';
import { rememberedOf } from './remember.ts';

/** What these name must be there when they are made: they deliver at once. */
const CONNECTS: readonly string[] = [
  'AWS::Chatbot::SlackChannelConfiguration',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::SNS::Subscription',
];
/**
 * These also need what that needs in its turn. A rate begins at once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
const BEGINS: readonly string[] = ['AWS::Scheduler::Schedule'];
/** On what they refer to. The principals that they name may use that; no wait for those. */
const RESOURCE_POLICIES: readonly string[] = [
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];
/** Of these, the ones without which a delivery is lost, and not only a publish refused. */
const RECEIVES: readonly string[] = ['AWS::SQS::QueuePolicy'];

/**
 * Schedules, subscriptions and permissions that CloudFormation may make before what they name by ARN or name,
 * as far as the stack makes it: it orders resources by references and DependsOn alone.
 */
export function waitFaults(stack: MadeStack): readonly string[] {
  const all = [...stack.resources.values()];
  const named = directoryOf(all);
  return all.flatMap((resource) => {
    const needed = neededBy(resource, all, named, stack);
    if (needed.length === 0) return [];
    const before = new Set(reached(resource, (one) => madeAfter(one, stack)));
    return [...new Set(needed)]
      .filter((one) => one.id !== resource.id && !before.has(one))
      .map((one) => `${resource.id}: does not wait for ${one.id}`);
  });
}

/** The resources that one names by ARN or function name. */
type Directory = (one: MadeResource) => readonly MadeResource[];

function neededBy(
  resource: MadeResource,
  all: readonly MadeResource[],
  namedBy: Directory,
  stack: MadeStack,
): readonly MadeResource[] {
  if (BEGINS.includes(resource.type)) {
    const needed = reached(resource, (one) => [...namedBy(one), ...madeAfter(one, stack)]);
    return [...needed, ...policiesOn(needed, all, RESOURCE_POLICIES)];
  }
  if (!CONNECTS.includes(resource.type)) return [];
  const needed = namedBy(resource);
  return [...needed, ...policiesOn(needed, all, RECEIVES)];
}

/** Everything that `next` leads to, step by step, without the beginning. */
function reached(
  from: MadeResource,
  next: (one: MadeResource) => readonly MadeResource[],
): readonly MadeResource[] {
  const found = new Set<MadeResource>();
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

function madeAfter({ after }: MadeResource, { resources }: MadeStack): readonly MadeResource[] {
  return after.flatMap((id) => resources.get(id) ?? []);
}

function directoryOf(all: readonly MadeResource[]): Directory {
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

// Resources do not change, and most are in many stacks.

/**
 * Every text that may be an ARN, and what that would be within: a bucket's object, a function's version, a log
 * group's stream. Not who may assume a role: it waits for no principal, like a resource policy.
 */
const arnsIn = rememberedOf(({ properties }: MadeResource): readonly string[] => {
  const { AssumeRolePolicyDocument: _trust, ...others } = properties;
  const arns = textsIn(others).filter((text) => text.startsWith('arn:'));
  const within = arns.flatMap((arn) =>
    [...arn.matchAll(/[:/]/g)].map(({ index }) => arn.slice(0, index)),
  );
  return [...new Set([...arns, ...within])];
});

/** What a policy only denies makes nothing wait. */
const allowsSomething = rememberedOf(({ properties }: MadeResource): boolean =>
  statementsIn(properties, '').some(({ body }) => body['Effect'] === 'Allow'),
);

function policiesOn(
  those: readonly MadeResource[],
  all: readonly MadeResource[],
  types: readonly string[],
): readonly MadeResource[] {
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
