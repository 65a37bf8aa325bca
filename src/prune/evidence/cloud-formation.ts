import type { Stack, StackResourceSummary } from '@aws-sdk/client-cloudformation';

import { EVERY_VERSION } from '../model/evidence.ts';
import { readText } from './references/read-callers.ts';
import { readTemplate } from './references/read-template.ts';
import type { ReadFailure } from '../../model/failure.ts';
import { AwsCallError, readFailure } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import type { Pace, WalkedCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import type { Note } from './reference-notes.ts';
import { notedFindings, notedUses } from './reference-notes.ts';
import { factsOf, parametersOf, withResources } from './references/stack-facts.ts';
import type { Step, StepResult } from './collect/walk.ts';
import { nextPage, valueIn } from './collect/walk.ts';

const DESCRIBE_STACKS = 'cloudformation:DescribeStacks';
const LIST_STACK_RESOURCES = 'cloudformation:ListStackResources';
const GET_TEMPLATE = 'cloudformation:GetTemplate';

/** In progress, or stopped where it can continue or roll back. */
const UNSETTLED = /_IN_PROGRESS$|ROLLBACK_FAILED$|^UPDATE_FAILED$/;
/** Has only change sets that were not executed, so no resources. */
const NOT_MADE = 'REVIEW_IN_PROGRESS';
/** No rates are published, and all deployments share them. */
const PACE: Pace = { name: 'stacks', perSecond: 5 };
const DELETED = 'DELETE_COMPLETE';
const VALIDATION_ERROR = 'ValidationError';
/** Both also mean that the stack does not exist; IAM has granted the action by then. */
const NO_SUCH_STACK = [VALIDATION_ERROR, 'StackNotFoundException'];
const FUNCTION_PART = /^AWS::Lambda::(?:Function|Version|Alias)$/;

type Own = typeof DESCRIBE_STACKS | typeof LIST_STACK_RESOURCES | typeof GET_TEMPLATE;

/**
 * What CloudFormation may call or roll back to:
 * - every version of the functions of a stack in progress or that can be rolled back
 * - versions that are resources of a stack
 * - functions in parameters and outputs, through which a `ServiceToken` may be passed
 * - what each place of a template that takes a function may mean
 * It invokes custom resources, macros and hooks itself, so they leave no policy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
 */
export const cloudFormation: WalkedCaller<'cloud-formation', Own> = {
  check: 'cloud-formation',
  label: 'CloudFormation',
  sentence: 'used by',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: DESCRIBE_STACKS }],
  grants: {
    [DESCRIBE_STACKS]: {
      reason: 'Stacks at work, and what parameters and outputs name.',
      pace: PACE,
      probe: ({ call }) => call(DESCRIBE_STACKS, {}),
      input: ({ stack, token }) => ({ StackName: stack, NextToken: token }),
      read: ({ Stacks, NextToken }, step, home) => {
        const stacks = required(Stacks, 'Stacks');
        return step['stack'] === undefined
          ? { ...listed(stacks, home), next: NextToken }
          : failedUnlessDeleted(stacks, step);
      },
    },
    [LIST_STACK_RESOURCES]: {
      reason: 'Versions that a stack may go back to are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_STACK_RESOURCES, { StackName: UNUSED_NAME }),
      grantedBy: NO_SUCH_STACK,
      input: (step) => ({ StackName: valueIn(step, 'stack'), NextToken: step['token'] }),
      ifFailed: lookAgain,
      read: ({ StackResourceSummaries, NextToken }, step, home) => {
        const found = required(StackResourceSummaries, 'StackResourceSummaries');
        const known = withResources(step, found);
        const more = nextPage(known, NextToken);
        const { token: _last, ...rest } = known;
        return {
          notes: found.flatMap((one) => held(one, step, home)),
          now:
            more.length > 0 || step['isNotMade'] !== undefined
              ? more
              : [{ ...rest, call: GET_TEMPLATE }],
        };
      },
    },
    [GET_TEMPLATE]: {
      reason: 'Versions that custom resources call are in use.',
      pace: PACE,
      probe: ({ call }) => call(GET_TEMPLATE, { StackName: UNUSED_NAME }),
      grantedBy: NO_SUCH_STACK,
      input: (step) => ({ StackName: valueIn(step, 'stack'), TemplateStage: 'Processed' }),
      ifFailed: lookAgain,
      read: ({ TemplateBody }, step, home) => ({
        notes: notedFindings(
          readTemplate(required(TemplateBody, 'TemplateBody'), factsOf(step, home)),
          `template of the stack ${valueIn(step, 'stack')}`,
        ),
      }),
    },
  },
};

function listed(all: readonly Stack[], home: Home): StepResult {
  const stacks = all.filter(({ StackStatus }) => StackStatus !== DELETED);
  return {
    notes: stacks.flatMap((stack) => passedOn(stack, home)),
    steps: stacks.map((stack) => ({
      call: LIST_STACK_RESOURCES,
      stack: stack.StackId ?? required(stack.StackName, 'Stacks[].StackName'),
      name: required(stack.StackName, 'Stacks[].StackName'),
      parameters: parametersOf(stack.Parameters ?? []),
      ...(isUnsettled(stack) && { unsettled: 'yes' }),
      ...(stack.StackStatus === NOT_MADE && { isNotMade: 'yes' }),
    })),
  };
}

function isUnsettled({ StackStatus }: Stack): boolean {
  return UNSETTLED.test(required(StackStatus, 'Stacks[].StackStatus'));
}

function passedOn({ Parameters, Outputs, StackName }: Stack, home: Home): readonly Note[] {
  const values = [
    ...(Parameters ?? []).flatMap(({ ParameterValue, ResolvedValue }) => [
      ParameterValue,
      ResolvedValue,
    ]),
    ...(Outputs ?? []).map(({ OutputValue }) => OutputValue),
  ];
  return values.flatMap((value) =>
    notedFindings(readText(value, home), `value in the stack ${StackName ?? ''}`),
  );
}

function held(
  { ResourceType, PhysicalResourceId }: StackResourceSummary,
  step: Step,
  home: Home,
): readonly Note[] {
  if (!FUNCTION_PART.test(ResourceType ?? '') || PhysicalResourceId === undefined) return [];
  const found = functionReference(PhysicalResourceId, home);
  // Not created yet: it has no physical id of AWS.
  if (found.kind !== 'own') return [];
  const stack = valueIn(step, 'stack');
  const whole = { ...found, qualifier: EVERY_VERSION };
  return step['unsettled'] !== undefined
    ? notedUses([whole], `stack ${stack}, which is at work or can be rolled back`)
    : notedUses([found], `resource of the stack ${stack}`);
}

/** ValidationError may mean that the stack is gone or something else: the status by DescribeStacks decides. */
function lookAgain(failure: ReadFailure, step: Step): StepResult | undefined {
  const { errorName, message, operation } = failure;
  if (errorName !== VALIDATION_ERROR) return undefined;
  const stack = valueIn(step, 'stack');
  return { now: [{ call: DESCRIBE_STACKS, stack, errorName, message, operation }] };
}

/**
 * Nothing for a stack deleted since the listing. Deleted stacks are shown for 90 days, by id alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 * @throws AwsCallError with the failure in the step, for a stack in any other state.
 */
function failedUnlessDeleted(stacks: readonly Stack[], step: Step): StepResult {
  const found = stacks.find(({ StackId }) => StackId === valueIn(step, 'stack'));
  if (found?.StackStatus === DELETED) return {};
  const error = { name: valueIn(step, 'errorName'), message: valueIn(step, 'message') };
  throw new AwsCallError(readFailure(error, valueIn(step, 'operation')), error);
}
