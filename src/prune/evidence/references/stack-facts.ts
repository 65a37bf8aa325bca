import type { Parameter, StackResourceSummary } from '@aws-sdk/client-cloudformation';

import type { Resolved } from './resolved.ts';
import type { Home } from '../function-reference.ts';
import type { Step } from '../collect/walk.ts';
import { valueIn } from '../collect/walk.ts';

interface StackResource {
  readonly type: string;
  /** Absent until it was created. */
  readonly physicalId?: string;
}

interface StackParameter {
  /** Absent when it is `NoEcho`. Of a parameter of Systems Manager, its name there. */
  readonly value?: string;
  /** The value of a parameter of Systems Manager at deployment. */
  readonly resolved?: string;
}

export interface StackFacts extends Home {
  readonly stackName: string;
  readonly stackId: string;
  readonly parameters: ReadonlyMap<string, StackParameter>;
  /** Those of Lambda, by logical id. */
  readonly resources: ReadonlyMap<string, StackResource>;
}

export interface DeclaredParameter {
  readonly type: string;
  readonly byDefault?: string;
}

/** The values for functions of a template. */
export interface TemplateScope {
  readonly facts: StackFacts;
  /** Types of the template's resources, by logical id. */
  readonly types: ReadonlyMap<string, string>;
  readonly declared: ReadonlyMap<string, DeclaredParameter>;
  readonly mappings: Resolved;
  readonly loop: ReadonlyMap<string, Resolved>;
}

/**
 * Shown in place of a `NoEcho` parameter.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
const NO_ECHO = '****';
/** Longer than any ARN; longer values count as not shown. */
const LONGEST_VALUE = 300;
const OF_LAMBDA = /^AWS::(?:Lambda::(?:Function|Version|Alias)|Serverless::Function)$/;

/** Parameters as a text of a step. */
export function parametersOf(parameters: readonly Parameter[]): string {
  return JSON.stringify(
    parameters.flatMap(({ ParameterKey, ParameterValue, ResolvedValue }) =>
      ParameterKey === undefined
        ? []
        : [[ParameterKey, shown(ParameterValue), shown(ResolvedValue)]],
    ),
  );
}

/** With an equals sign before it; empty when it is not shown. */
function shown(value: string | undefined): string {
  const isShown = value !== undefined && value !== NO_ECHO && value.length <= LONGEST_VALUE;
  return isShown ? `=${value}` : '';
}

/** The step with the resources of Lambda in `found` added. */
export function withResources(step: Step, found: readonly StackResourceSummary[]): Step {
  const known = new Map(rowsOf(step['resources']).map((row) => [row[0], row]));
  for (const { LogicalResourceId, ResourceType, PhysicalResourceId } of found) {
    if (LogicalResourceId === undefined || !OF_LAMBDA.test(ResourceType ?? '')) continue;
    const id = PhysicalResourceId === undefined ? [] : [PhysicalResourceId];
    known.set(LogicalResourceId, [LogicalResourceId, ResourceType ?? '', ...id]);
  }
  return { ...step, resources: JSON.stringify([...known.values()]) };
}

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

/** Rows of texts; none in a step of an earlier version. */
function rowsOf(text: string | undefined): readonly (readonly string[])[] {
  const rows: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => (Array.isArray(row) ? row.map(String) : []));
}
