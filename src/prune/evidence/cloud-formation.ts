import type { Stack, StackResourceSummary } from '@aws-sdk/client-cloudformation';

import { EVERY_VERSION } from '../model/evidence.ts';
import { readText } from './references/read-callers.ts';
import { readTemplate } from './references/read-template.ts';
import { AwsCallError, readFailure } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import { functionReference } from './function-reference.ts';
import type { EvidenceReads, Pace, WalkedCaller } from './caller.ts';
import { NOBODYS_NAME } from '../../aws/probe.ts';
import { notedFindings } from './reference-notes.ts';
import { factsOf, parametersOf, withResources } from './references/stack-facts.ts';
import type { Step, Taken, Words } from './collect/wide-check.ts';
import { nextPage, notedUses, word } from './collect/wide-check.ts';

const DESCRIBE_STACKS = 'cloudformation:DescribeStacks';
const LIST_STACK_RESOURCES = 'cloudformation:ListStackResources';
const GET_TEMPLATE = 'cloudformation:GetTemplate';

/** At work, or stuck where it can still go on or go back. */
const UNSETTLED = /_IN_PROGRESS$|ROLLBACK_FAILED$|^UPDATE_FAILED$/;
/** Nothing but change sets that nobody has carried out: it has no resources and calls nothing. */
const NOT_MADE = 'REVIEW_IN_PROGRESS';
/**
 * No rates are published, and everybody's deployments share them; half as many after each throttle.
 */
const PACE: Pace = { name: 'stacks', perSecond: 5 };
const DELETED = 'DELETE_COMPLETE';
const VALIDATION_ERROR = 'ValidationError';
/** CloudFormation says with this name alone that there is no such stack; IAM has been asked by then. */
const NO_SUCH_STACK = [VALIDATION_ERROR, 'StackNotFoundException'];
const FUNCTION_PART = /^AWS::Lambda::(?:Function|Version|Alias)$/;

type Own = typeof DESCRIBE_STACKS | typeof LIST_STACK_RESOURCES | typeof GET_TEMPLATE;
type Reads = EvidenceReads<Own>;

/**
 * What CloudFormation may call or go back to:
 * - every version of the functions of a stack that is at work or can be rolled back
 * - the version that a stack holds as its resource, to which a `Ref` may lead
 * - what parameters and outputs name, through which a `ServiceToken` may come
 * - what each place of a stack's template that takes a function may mean
 *
 * It invokes custom resources, macros and hooks itself, so they leave no policy.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
 */
export const cloudFormation: WalkedCaller<'cloud-formation', Own> = {
  check: 'cloud-formation',
  label: 'CloudFormation',
  sentence: 'used by',
  whenApplying: 'aged',
  grants: {
    [DESCRIBE_STACKS]: {
      reason: 'Stacks at work, and what parameters and outputs name.',
      pace: PACE,
      probe: ({ call }) => call(DESCRIBE_STACKS, {}),
    },
    [LIST_STACK_RESOURCES]: {
      reason: 'Versions that a stack may go back to are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_STACK_RESOURCES, { StackName: NOBODYS_NAME }),
      grantedBy: NO_SUCH_STACK,
    },
    [GET_TEMPLATE]: {
      reason: 'Versions that custom resources call are in use.',
      pace: PACE,
      probe: ({ call }) => call(GET_TEMPLATE, { StackName: NOBODYS_NAME }),
      grantedBy: NO_SUCH_STACK,
    },
  },
  kind: 'walked',
  width: 'region',
  first: [{ call: DESCRIBE_STACKS }],

  async take(reads, step) {
    switch (step.call) {
      case DESCRIBE_STACKS:
        return step['stack'] === undefined ? list(reads, step) : failedUnlessDeleted(reads, step);
      case LIST_STACK_RESOURCES:
        return unlessDeleted(step, () => resources(reads, step));
      case GET_TEMPLATE:
        return unlessDeleted(step, () => template(reads, step));
      default:
        throw new TypeError(`${step.call} is no step of this check`);
    }
  },
};

async function list(reads: Reads, step: Step): Promise<Taken> {
  const { token } = step;
  const page = await reads.call(DESCRIBE_STACKS, { NextToken: token });
  const stacks = required(page.Stacks, 'Stacks').filter(
    ({ StackStatus }) => StackStatus !== DELETED,
  );
  return {
    notes: stacks.flatMap((stack) => passedOn(stack, reads)),
    steps: [
      ...stacks.map((stack) => ({
        call: LIST_STACK_RESOURCES,
        stack: stack.StackId ?? required(stack.StackName, 'Stacks[].StackName'),
        name: required(stack.StackName, 'Stacks[].StackName'),
        parameters: parametersOf(stack.Parameters ?? []),
        ...(isUnsettled(stack) && { unsettled: 'yes' }),
        ...(stack.StackStatus === NOT_MADE && { isNotMade: 'yes' }),
      })),
      ...nextPage(step, page.NextToken),
    ],
  };
}

function isUnsettled({ StackStatus }: Stack): boolean {
  return UNSETTLED.test(required(StackStatus, 'Stacks[].StackStatus'));
}

function passedOn({ Parameters, Outputs, StackName }: Stack, reads: Reads): readonly Words[] {
  const values = [
    ...(Parameters ?? []).flatMap(({ ParameterValue, ResolvedValue }) => [
      ParameterValue,
      ResolvedValue,
    ]),
    ...(Outputs ?? []).map(({ OutputValue }) => OutputValue),
  ];
  return values.flatMap((value) =>
    notedFindings(readText(value, reads), `value in the stack ${StackName ?? ''}`),
  );
}

async function resources(reads: Reads, step: Step): Promise<Taken> {
  const { token, unsettled, isNotMade } = step;
  const stack = word(step, 'stack');
  const page = await reads.call(LIST_STACK_RESOURCES, {
    StackName: stack,
    NextToken: token,
  });
  const found = required(page.StackResourceSummaries, 'StackResourceSummaries');
  const known = withResources(step, found);
  const more = nextPage(known, page.NextToken);
  const { token: _last, ...rest } = known;
  return {
    notes: found.flatMap((one) => held(one, stack, unsettled !== undefined, reads)),
    now: more.length > 0 || isNotMade !== undefined ? more : [{ ...rest, call: GET_TEMPLATE }],
  };
}

function held(
  { ResourceType, PhysicalResourceId }: StackResourceSummary,
  stack: string,
  isUnsettled: boolean,
  reads: Reads,
): readonly Words[] {
  if (!FUNCTION_PART.test(ResourceType ?? '') || PhysicalResourceId === undefined) return [];
  const found = functionReference(PhysicalResourceId, reads);
  // Not made yet: so far it has no physical id that AWS gave.
  if (found.kind !== 'own') return [];
  const whole = { ...found, qualifier: EVERY_VERSION };
  return isUnsettled
    ? notedUses([whole], `stack ${stack}, which is at work or can be rolled back`)
    : notedUses([found], `resource of the stack ${stack}`);
}

async function template(reads: Reads, step: Step): Promise<Taken> {
  const stack = word(step, 'stack');
  const found = await reads.call(GET_TEMPLATE, { StackName: stack, TemplateStage: 'Processed' });
  const body = required(found.TemplateBody, 'TemplateBody');
  return {
    notes: notedFindings(
      readTemplate(body, factsOf(step, reads)),
      `template of the stack ${stack}`,
    ),
  };
}

/**
 * What `ask` gives about one stack. CloudFormation answers ValidationError for a stack that is gone as for
 * much else: then DescribeStacks is asked for that stack, and its status decides.
 */
async function unlessDeleted(step: Step, ask: () => Promise<Taken>): Promise<Taken> {
  try {
    return await ask();
  } catch (error) {
    const failure = readFailure(error, step.call);
    if (failure.errorName !== VALIDATION_ERROR) throw new AwsCallError(failure, error);
    const { errorName, message, operation } = failure;
    const stack = word(step, 'stack');
    return { now: [{ call: DESCRIBE_STACKS, stack, errorName, message, operation }] };
  }
}

/**
 * Nothing of a stack that has been deleted since it was listed: it calls nothing any more. Deleted stacks
 * are shown for 90 days, by their id alone.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 * @throws AwsCallError with the failure that the step carries, for a stack in any other state.
 */
async function failedUnlessDeleted(reads: Reads, step: Step): Promise<Taken> {
  const StackName = word(step, 'stack');
  const { Stacks } = await reads.call(DESCRIBE_STACKS, { StackName });
  const found = required(Stacks, 'Stacks').find(({ StackId }) => StackId === StackName);
  if (found?.StackStatus === DELETED) return {};
  const error = { name: word(step, 'errorName'), message: word(step, 'message') };
  throw new AwsCallError(readFailure(error, word(step, 'operation')), error);
}
