import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { RequestContext } from '../../service.ts';
import type { StackWorld } from '../../world.ts';
import type { DeployedStackWorld, StackResourceWorld } from '../../world/deployments.ts';
import type { Template } from '../../cloudformation/read-template.ts';
import { readTemplate } from '../../cloudformation/read-template.ts';
import { uniqueId } from '../../iam/role.ts';
import { globalRegionOf } from '../../regions.ts';
import { ServiceFailure } from '../../wire/failure.ts';

const REPOSITORY = new URL('../../../../', import.meta.url);
const DAY = 86_400_000;
/** How long deleted stacks are listed. Basis: CloudFormation API reference, ListStacks. */
const DELETED_SHOWN_MS = 90 * DAY;

/** A stack with all properties that the reads return. */
export interface Stack {
  readonly name: string;
  /** The stack's ARN. */
  readonly id: string;
  readonly status: string;
  readonly template: string;
  readonly resources: readonly Required<StackResourceWorld>[];
  /** Values of the parameters as DescribeStacks shows them. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly parentId: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date | undefined;
  readonly deletedAt: Date | undefined;
}

/**
 * Returns the Region's stacks: those of the shipped templates, the world's other stacks, and stacks deleted in the
 * last 90 days.
 */
export function stacksOf(context: RequestContext): readonly Stack[] {
  const { account, region, organisation, now } = context;
  const home = globalRegionOf(organisation.partition);
  const shipped = (account.world.stacks ?? [])
    .filter((stack) => (stack.region ?? home) === region)
    .map(asDeployed);
  return [...shipped, ...(account.region(region).stacks ?? [])]
    .map((stack) => stackOf(stack, context))
    .filter(({ deletedAt }) => deletedAt === undefined || now - +deletedAt < DELETED_SHOWN_MS);
}

/**
 * Returns a stack by its name or id; a deleted stack only by its id.
 *
 * @throws ServiceFailure when no such stack exists
 */
export function stackNamed(name: string, context: RequestContext): Stack {
  const found = stacksOf(context).find(
    (stack) => stack.id === name || (stack.name === name && stack.deletedAt === undefined),
  );
  if (found !== undefined) return found;
  throw validationError(`Stack with id ${name} does not exist`);
}

/** Returns the ARN that IAM compares; a name becomes `stack/NAME/*`. */
export function stackArn(name: string, { organisation, account, region }: RequestContext): string {
  if (name.startsWith('arn:')) return name;
  return `arn:${organisation.partition}:cloudformation:${region}:${account.id}:stack/${name}/*`;
}

export function validationError(message: string): ServiceFailure {
  return new ServiceFailure('ValidationError', message, 400);
}

function asDeployed(stack: StackWorld): DeployedStackWorld {
  const fileName = stack.template.replace(/^.*\//, '').replace(/\.\w+$/, '');
  return {
    name: stack.name ?? fileName,
    ...(stack.parameters !== undefined && { parameters: stack.parameters }),
    template: readFileSync(new URL(stack.template, REPOSITORY), 'utf8'),
  };
}

function stackOf(stack: DeployedStackWorld, context: RequestContext): Stack {
  const { name, template = { Resources: {} }, deletedAt } = stack;
  const text = typeof template === 'string' ? template : JSON.stringify(template);
  const createdAt = new Date(context.organisation.startedAt - 30 * DAY);
  const status = stack.status ?? (deletedAt === undefined ? 'CREATE_COMPLETE' : 'DELETE_COMPLETE');
  if ((status === 'DELETE_COMPLETE') !== (deletedAt !== undefined)) {
    throw new RangeError(`stack ${name}: DELETE_COMPLETE goes with the time of deletion`);
  }
  return {
    name,
    id: idOf(stack, context),
    status,
    template: text,
    resources: (stack.resources ?? resourcesIn(text)).map((resource) => ({
      status: 'CREATE_COMPLETE',
      physicalId: `${name}-${resource.logicalId}-${uniqueId(`${name}/${resource.logicalId}`).slice(0, 12)}`,
      ...resource,
    })),
    parameters: shownParameters(text, stack.parameters ?? {}),
    outputs: stack.outputs ?? {},
    parentId: stack.parent === undefined ? undefined : idOf({ name: stack.parent }, context),
    createdAt,
    updatedAt: stack.updatedAt === undefined ? undefined : new Date(stack.updatedAt),
    deletedAt: deletedAt === undefined ? undefined : new Date(deletedAt),
  };
}

function idOf(
  { name, deletedAt }: Pick<DeployedStackWorld, 'name' | 'deletedAt'>,
  context: RequestContext,
): string {
  const hash = createHash('sha256')
    .update(`${name} ${deletedAt ?? ''}`)
    .digest('hex');
  const uuid = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return stackArn(name, context).replace(/\*$/, uuid);
}

/**
 * Returns all parameters of the template with their values; the value of a `NoEcho` parameter is asterisks. Basis:
 * API reference, Parameter; user guide, "CloudFormation template Parameters syntax".
 */
function shownParameters(
  template: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parametersIn(template)).map(([name, { Default, NoEcho }]) => {
      const byDefault =
        typeof Default === 'string' || typeof Default === 'number' ? `${Default}` : '';
      const value = given[name] ?? byDefault;
      return [name, String(NoEcho) === 'true' ? '****' : value];
    }),
  );
}

function parametersIn(template: string): Template['parameters'] {
  try {
    return readTemplate(template).parameters;
  } catch {
    // The text is not a template; a test may deploy one to see how the code under test reacts.
    return {};
  }
}

function resourcesIn(template: string): readonly StackResourceWorld[] {
  return Object.entries(readTemplate(template).resources).map(([logicalId, resource]) => ({
    logicalId,
    type: String(resource['Type']),
  }));
}
