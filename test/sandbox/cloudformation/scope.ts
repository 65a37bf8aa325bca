import type { Template } from './read-template.ts';
import { isMembers } from '../wire/message.ts';

/** The account, Region and name with which a stack is deployed. */
export interface StackPlace {
  readonly stackName: string;
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

export type ParameterValue = string | readonly string[];

/** The values that intrinsic functions refer to. */
export interface Scope {
  readonly template: Template;
  readonly place: StackPlace;
  readonly parameters: Pick<ReadonlyMap<string, ParameterValue>, 'get'>;
}

/** A template that CloudFormation would refuse. The message is CloudFormation's own where it is known. */
export class StackRefused extends Error {
  override readonly name = 'StackRefused';
}

/** Returns the value of a pseudo parameter. Basis: CloudFormation User Guide, "Pseudo parameters reference". */
export function pseudoParameter(name: string, place: StackPlace): string | undefined {
  const { partition, accountId, region, stackName } = place;
  switch (name) {
    case 'AWS::AccountId':
      return accountId;
    case 'AWS::Partition':
      return partition;
    case 'AWS::Region':
      return region;
    case 'AWS::StackName':
      return stackName;
    case 'AWS::StackId':
      return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/0`;
    case 'AWS::URLSuffix':
      return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    default:
      return undefined;
  }
}

/**
 * Returns the stack's parameters with defaults filled in, checked against the template's constraints. Basis:
 * CloudFormation User Guide, "Parameters": a pattern must match the whole value.
 */
export function parametersOf(
  template: Template,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, ParameterValue> {
  const unknown = Object.keys(given).filter((name) => template.parameters[name] === undefined);
  if (unknown.length > 0) {
    throw new StackRefused(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const declared = Object.entries(template.parameters);
  const missing = declared
    .filter(([name, { Default: fallback }]) => given[name] === undefined && fallback === undefined)
    .map(([name]) => name);
  if (missing.length > 0) {
    throw new StackRefused(`Parameters: [${missing.join(', ')}] must have values`);
  }
  return new Map(
    declared.map(([name, declaration]) => {
      const text = given[name] ?? textOf(declaration['Default']);
      const isList = /^(CommaDelimitedList$|List<)/.test(textOf(declaration['Type']));
      const values = isList ? text.split(',').map((item) => item.trim()) : [text];
      for (const value of values) checkParameter(name, value, declaration);
      return [name, isList ? values : text];
    }),
  );
}

function checkParameter(name: string, value: string, declaration: Record<string, unknown>): void {
  const { AllowedPattern, AllowedValues, MinLength, MaxLength, MinValue, MaxValue, Type } =
    declaration;
  const hint = declaration['ConstraintDescription'];
  const refuse = (why: string): never => {
    throw new StackRefused(
      `Parameter ${name} failed to satisfy constraint: ${typeof hint === 'string' ? hint : why}`,
    );
  };
  if (typeof AllowedPattern === 'string' && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) {
    refuse(`must match pattern ${AllowedPattern}`);
  }
  if (Array.isArray(AllowedValues) && !AllowedValues.map(String).includes(value)) {
    refuse(`must be one of ${AllowedValues.map(String).join(', ')}`);
  }
  if (value.length < Number(MinLength ?? 0)) refuse(`at least ${textOf(MinLength)} characters`);
  if (value.length > Number(MaxLength ?? Infinity))
    refuse(`at most ${textOf(MaxLength)} characters`);
  if (Type === 'Number') {
    const number = Number(value);
    if (value === '' || Number.isNaN(number)) refuse('must be a number');
    if (number < Number(MinValue ?? -Infinity)) refuse(`at least ${textOf(MinValue)}`);
    if (number > Number(MaxValue ?? Infinity)) refuse(`at most ${textOf(MaxValue)}`);
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isMembers(value)) throw new StackRefused('a parameter takes no function');
  return '';
}
