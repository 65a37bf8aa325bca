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
import { noteFindings, noteUses } from './reference-notes.ts';
import { factsOf, parametersOf, withResources } from './references/stack-facts.ts';
import type { Step, StepResult } from './collect/walk.ts';
import { nextPage, valueIn } from './collect/walk.ts';

const DESCRIBE_STACKS = 'cloudformation:DescribeStacks';
const LIST_STACK_RESOURCES = 'cloudformation:ListStackResources';
const GET_TEMPLATE = 'cloudformation:GetTemplate';

/** The statuses of a stack that an operation is changing, or that can still be continued or rolled back. */
const UNFINISHED_OR_FAILED = /_IN_PROGRESS$|ROLLBACK_FAILED$|^UPDATE_FAILED$/;
/** The status of a stack without resources: its change sets were never executed. */
const NO_RESOURCES = 'REVIEW_IN_PROGRESS';
/** AWS publishes no rate limits for these calls, and deployments need them too. */
const PACE: Pace = { name: 'stacks', perSecond: 5 };
const DELETED = 'DELETE_COMPLETE';
const VALIDATION_ERROR = 'ValidationError';
/** The errors when a stack does not exist; AWS returns them only after IAM has allowed the action. */
const NO_SUCH_STACK = [VALIDATION_ERROR, 'StackNotFoundException'];
const FUNCTION_PART = /^AWS::Lambda::(?:Function|Version|Alias)$/;

type Own = typeof DESCRIBE_STACKS | typeof LIST_STACK_RESOURCES | typeof GET_TEMPLATE;

/**
 * The check for versions that CloudFormation may call or roll back to:
 * - every version of the functions of a stack that is being changed or can be rolled back
 * - versions that are resources of a stack
 * - versions named in parameters and outputs, which may pass on a `ServiceToken`
 * - versions that a template names, wherever a property takes a function
 * CloudFormation invokes custom resources, macros and hooks itself, so no resource policy shows them.
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
          ? { ...readStacks(stacks, home), next: NextToken }
          : failedUnlessDeleted(stacks, step);
      },
    },
    [LIST_STACK_RESOURCES]: {
      reason: 'Versions that a stack may go back to are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_STACK_RESOURCES, { StackName: UNUSED_NAME }),
      grantedBy: NO_SUCH_STACK,
      input: (step) => ({ StackName: valueIn(step, 'stack'), NextToken: step['token'] }),
      ifFailed: checkStackDeleted,
      read: ({ StackResourceSummaries, NextToken }, step, home) => {
        const found = required(StackResourceSummaries, 'StackResourceSummaries');
        const known = withResources(step, found);
        const more = nextPage(known, NextToken);
        const { token: _last, ...rest } = known;
        const isLast = more.length === 0 && step['isNotMade'] === undefined;
        return {
          notes: found.flatMap((one) => notesOfResource(one, step, home)),
          now: isLast ? [{ ...rest, call: GET_TEMPLATE }] : more,
        };
      },
    },
    [GET_TEMPLATE]: {
      reason: 'Versions that custom resources call are in use.',
      pace: PACE,
      probe: ({ call }) => call(GET_TEMPLATE, { StackName: UNUSED_NAME }),
      grantedBy: NO_SUCH_STACK,
      input: (step) => ({ StackName: valueIn(step, 'stack'), TemplateStage: 'Processed' }),
      ifFailed: checkStackDeleted,
      read: ({ TemplateBody }, step, home) => ({
        notes: noteFindings(
          readTemplate(required(TemplateBody, 'TemplateBody'), factsOf(step, home)),
          `template of the stack ${valueIn(step, 'stack')}`,
        ),
      }),
    },
  },
};

function readStacks(all: readonly Stack[], home: Home): StepResult {
  const stacks = all.filter(({ StackStatus }) => StackStatus !== DELETED);
  return {
    notes: stacks.flatMap((stack) => notesOfValues(stack, home)),
    steps: stacks.map((stack) => ({
      call: LIST_STACK_RESOURCES,
      stack: stack.StackId ?? required(stack.StackName, 'Stacks[].StackName'),
      name: required(stack.StackName, 'Stacks[].StackName'),
      parameters: parametersOf(stack.Parameters ?? []),
      ...(UNFINISHED_OR_FAILED.test(required(stack.StackStatus, 'Stacks[].StackStatus')) && {
        unsettled: 'yes',
      }),
      ...(stack.StackStatus === NO_RESOURCES && { isNotMade: 'yes' }),
    })),
  };
}

function notesOfValues({ Parameters, Outputs, StackName }: Stack, home: Home): readonly Note[] {
  const values = [
    ...(Parameters ?? []).flatMap((one) => [one.ParameterValue, one.ResolvedValue]),
    ...(Outputs ?? []).map(({ OutputValue }) => OutputValue),
  ];
  return values.flatMap((value) =>
    noteFindings(readText(value, home), `value in the stack ${StackName ?? ''}`),
  );
}

function notesOfResource(
  { ResourceType, PhysicalResourceId }: StackResourceSummary,
  step: Step,
  home: Home,
): readonly Note[] {
  if (!FUNCTION_PART.test(ResourceType ?? '') || PhysicalResourceId === undefined) return [];
  const found = functionReference(PhysicalResourceId, home);
  // The resource is not created yet: its physical id is not that of a function.
  if (found.kind !== 'own') return [];
  const stack = valueIn(step, 'stack');
  const whole = { ...found, qualifier: EVERY_VERSION };
  return step['unsettled'] !== undefined
    ? noteUses([whole], `stack ${stack}, which is at work or can be rolled back`)
    : noteUses([found], `resource of the stack ${stack}`);
}

/** After a ValidationError, returns a step that reads whether the stack was deleted; undefined for any other error. */
function checkStackDeleted(failure: ReadFailure, step: Step): StepResult | undefined {
  const { errorName, message, operation } = failure;
  if (errorName !== VALIDATION_ERROR) return undefined;
  const stack = valueIn(step, 'stack');
  return { now: [{ call: DESCRIBE_STACKS, stack, errorName, message, operation }] };
}

/**
 * Returns an empty result for a stack that was deleted after the listing. AWS shows deleted stacks for 90 days by id.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 * @throws AwsCallError with the earlier failure, which is stored in the step, if the stack still exists
 */
function failedUnlessDeleted(stacks: readonly Stack[], step: Step): StepResult {
  const found = stacks.find(({ StackId }) => StackId === valueIn(step, 'stack'));
  if (found?.StackStatus === DELETED) return {};
  const error = { name: valueIn(step, 'errorName'), message: valueIn(step, 'message') };
  throw new AwsCallError(readFailure(error, valueIn(step, 'operation')), error);
}
