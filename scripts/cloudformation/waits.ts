import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { MadeResource, MadeStack } from './made-stack.ts';
import { statementsIn } from './policies.ts';

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
/** On what they refer to. Whom they name may use that; they need nobody. */
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
  return all.flatMap((resource) => {
    const needed = neededBy(resource, all, stack);
    const before = new Set(reached(resource, (one) => madeAfter(one, stack)));
    return [...new Set(needed)]
      .filter((one) => one.id !== resource.id && !before.has(one))
      .map((one) => `${resource.id}: does not wait for ${one.id}`);
  });
}

function neededBy(
  resource: MadeResource,
  all: readonly MadeResource[],
  stack: MadeStack,
): readonly MadeResource[] {
  if (BEGINS.includes(resource.type)) {
    const needed = reached(resource, (one) => [...namedBy(one, all), ...madeAfter(one, stack)]);
    return [...needed, ...policiesOn(needed, all, RESOURCE_POLICIES)];
  }
  if (!CONNECTS.includes(resource.type)) return [];
  const needed = namedBy(resource, all);
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

function namedBy(one: MadeResource, all: readonly MadeResource[]): readonly MadeResource[] {
  if (RESOURCE_POLICIES.includes(one.type)) return [];
  const texts = textsIn(one.properties);
  const { FunctionName: name } = one.properties;
  return all.filter(
    ({ id, arn, type, properties }) =>
      id !== one.id &&
      ((arn !== undefined && texts.some((text) => isWithin(text, arn))) ||
        (type === 'AWS::Lambda::Function' && properties['FunctionName'] === name)),
  );
}

/** A bucket's object, a function's version, a log group's stream. */
function isWithin(text: string, arn: string): boolean {
  return text === arn || text.startsWith(`${arn}/`) || text.startsWith(`${arn}:`);
}

/** Those that allow something: what they only deny needs nobody to wait. */
function policiesOn(
  those: readonly MadeResource[],
  all: readonly MadeResource[],
  types: readonly string[],
): readonly MadeResource[] {
  return all.filter(
    ({ type, after, properties }) =>
      types.includes(type) &&
      those.some(({ id }) => after.includes(id)) &&
      statementsIn(properties, '').some(({ body }) => body['Effect'] === 'Allow'),
  );
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item));
  return isMembers(value) ? Object.values(value).flatMap(textsIn) : [];
}
