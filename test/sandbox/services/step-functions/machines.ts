import type { Need, RequestContext } from '../../service.ts';
import type { ExecutionWorld, StateMachineWorld } from '../../world/callers.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/** State machines and executions, found by the ARN in a request. */

export function machinesOf({ account, region }: RequestContext): readonly StateMachineWorld[] {
  return account.region(region).stateMachines ?? [];
}

export function machineArn(
  name: string,
  { organisation, account, region }: RequestContext,
): string {
  return `arn:${organisation.partition}:states:${region}:${account.id}:stateMachine:${name}`;
}

export function executionArn(machine: string, name: string, context: RequestContext): string {
  return `${machineArn(machine, context).replace(':stateMachine:', ':execution:')}:${name}`;
}

/**
 * Returns the machine of an ARN, with the published version that the ARN or its alias names.
 *
 * @throws ServiceFailure InvalidArn, or StateMachineDoesNotExist
 */
export function machineNamed(
  arn: string,
  context: RequestContext,
): { readonly machine: StateMachineWorld; readonly version: string | undefined } {
  const found = /^arn:[\w-]+:states:[\w-]+:\d{12}:stateMachine:([^:]+)(?::([^:]+))?$/.exec(arn);
  if (found === null) throw new ServiceFailure('InvalidArn', `Invalid Arn: '${arn}'`);
  const [, name = '', qualifier] = found;
  const machine = machinesOf(context).find((one) => one.name === name);
  const isHere = arn.startsWith(machineArn(name, context));
  const version = machine?.aliases?.[qualifier ?? '']?.[0] ?? qualifier;
  const exists = version === undefined || machine?.versions?.[version] !== undefined;
  if (machine === undefined || !isHere || !exists) {
    throw new ServiceFailure('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }
  return { machine, version };
}

/**
 * Returns the execution of an ARN.
 *
 * @throws ServiceFailure InvalidArn, or ExecutionDoesNotExist
 */
export function executionNamed(
  arn: string,
  context: RequestContext,
): { readonly machine: StateMachineWorld; readonly execution: ExecutionWorld } {
  if (!/^arn:[\w-]+:states:[\w-]+:\d{12}:execution:[^:]+:.+$/.test(arn)) {
    throw new ServiceFailure('InvalidArn', `Invalid Arn: '${arn}'`);
  }
  for (const machine of machinesOf(context)) {
    for (const execution of machine.executions ?? []) {
      if (executionArn(machine.name, execution.name, context) === arn)
        return { machine, execution };
    }
  }
  throw new ServiceFailure('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

export function definitionOf(machine: StateMachineWorld, version: string | undefined): string {
  const own = version === undefined ? undefined : machine.versions?.[version];
  const definition = own ?? machine.definition;
  return typeof definition === 'string' ? definition : JSON.stringify(definition);
}

/**
 * Returns the permission on a machine; IAM compares a version or alias as a condition key. Basis: Service
 * Authorization Reference, "AWS Step Functions".
 */
export function machineNeed(name: string, arn: string): Need {
  const [, machine = arn, qualifier] = /^((?:[^:]*:){6}[^:]*)(?::(.*))?$/.exec(arn) ?? [];
  return {
    action: `states:${name}`,
    resource: machine,
    keys: { 'states:StateMachineQualifier': qualifier },
  };
}

export function createdAt({ organisation }: RequestContext): Date {
  return new Date(organisation.startedAt - 86_400_000);
}

export function roleArn(name: string, { organisation, account }: RequestContext): string {
  return `arn:${organisation.partition}:iam::${account.id}:role/${name}`;
}
