import type { Parameter, StackResourceSummary } from '@aws-sdk/client-cloudformation';

import type { Resolved } from './resolved.ts';
import type { Home } from '../function-reference.ts';
import type { Step } from '../collect/walk.ts';
import { valueIn } from '../collect/walk.ts';

interface StackResource {
  readonly type: string;
  /** Absent until the resource is created. */
  readonly physicalId?: string;
}

interface StackParameter {
  /** The value, or the name of a parameter in Systems Manager; absent if it is `NoEcho` or too long. */
  readonly value?: string;
  /** The value that the parameter in Systems Manager had at deployment. */
  readonly resolved?: string;
}

/** What CloudFormation shows of a deployed stack. */
export interface StackFacts extends Home {
  readonly stackName: string;
  readonly stackId: string;
  readonly parameters: ReadonlyMap<string, StackParameter>;
  /** The Lambda functions, versions and aliases of the stack, by logical id. */
  readonly resources: ReadonlyMap<string, StackResource>;
}

/** A parameter as its template declares it. */
export interface DeclaredParameter {
  readonly type: string;
  readonly byDefault?: string;
}

/** The values that the functions of a template can refer to. */
export interface TemplateScope {
  readonly facts: StackFacts;
  /** Types of the template's resources, by logical id. */
  readonly types: ReadonlyMap<string, string>;
  readonly declared: ReadonlyMap<string, DeclaredParameter>;
  readonly mappings: Resolved;
  /** The values of the variables of the surrounding `Fn::ForEach`. */
  readonly loop: ReadonlyMap<string, Resolved>;
}

/** The text that AWS shows in place of a `NoEcho` parameter. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
const NO_ECHO = '****';
/** Longer values are not stored, and count as not shown. Every ARN is shorter. */
const LONGEST_VALUE = 300;
const OF_LAMBDA = /^AWS::(?:Lambda::(?:Function|Version|Alias)|Serverless::Function)$/;

/** Returns the parameters of a stack as a text that a step can store. */
export function parametersOf(parameters: readonly Parameter[]): string {
  return JSON.stringify(
    parameters.flatMap(({ ParameterKey, ParameterValue, ResolvedValue }) =>
      ParameterKey === undefined
        ? []
        : [[ParameterKey, shownValue(ParameterValue), shownValue(ResolvedValue)]],
    ),
  );
}

function shownValue(value: string | undefined): string {
  const isShown = value !== undefined && value !== NO_ECHO && value.length <= LONGEST_VALUE;
  return isShown ? `=${value}` : '';
}

/** Returns the step with the Lambda functions, versions and aliases in `found` added. */
export function withResources(step: Step, found: readonly StackResourceSummary[]): Step {
  const known = new Map(rowsOf(step['resources']).map((row) => [row[0], row]));
  for (const { LogicalResourceId, ResourceType, PhysicalResourceId } of found) {
    if (LogicalResourceId === undefined || !OF_LAMBDA.test(ResourceType ?? '')) continue;
    const id = PhysicalResourceId === undefined ? [] : [PhysicalResourceId];
    known.set(LogicalResourceId, [LogicalResourceId, ResourceType ?? '', ...id]);
  }
  return { ...step, resources: JSON.stringify([...known.values()]) };
}

/** Returns what the step has stored of its stack. */
export function factsOf(step: Step, { account, region }: Home): StackFacts {
  return {
    account,
    region,
    stackName: step['name'] ?? valueIn(step, 'stack'),
    stackId: valueIn(step, 'stack'),
    parameters: new Map(
      rowsOf(step['parameters']).map(([name = '', value, resolved]): [string, StackParameter] => [
        name,
        {
          ...(value && { value: value.slice(1) }),
          ...(resolved && { resolved: resolved.slice(1) }),
        },
      ]),
    ),
    resources: new Map(
      rowsOf(step['resources']).map(
        ([name = '', type = '', physicalId]): [string, StackResource] => [
          name,
          { type, ...(physicalId !== undefined && { physicalId }) },
        ],
      ),
    ),
  };
}

/** Parses stored rows of texts; empty if the step was stored by an older release. */
function rowsOf(text: string | undefined): readonly (readonly string[])[] {
  const rows: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => (Array.isArray(row) ? row.map(String) : []));
}
