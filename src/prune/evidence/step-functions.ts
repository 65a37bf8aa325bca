import { readStateMachine } from './references/read-callers.ts';
import { required } from '../../aws/pages.ts';
import type { Pace, WalkedCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { arnIn } from './caller.ts';
import type { Home } from './function-reference.ts';
import type { Note } from './reference-notes.ts';
import { noteFindings } from './reference-notes.ts';
import { deletedBy, valueIn } from './collect/walk.ts';

const LIST_STATE_MACHINES = 'states:ListStateMachines';
const DESCRIBE_STATE_MACHINE = 'states:DescribeStateMachine';
const LIST_STATE_MACHINE_VERSIONS = 'states:ListStateMachineVersions';
const LIST_EXECUTIONS = 'states:ListExecutions';
const DESCRIBE_FOR_EXECUTION = 'states:DescribeStateMachineForExecution';

const ITEMS_A_PAGE = 1_000;
/** The errors for a deleted state machine. One in deletion still exists, since its executions continue. */
const MACHINE_GONE = ['StateMachineDoesNotExist', 'ResourceNotFound'];
const EXECUTION_GONE = ['ExecutionDoesNotExist'];

/**
 * AWS limits each call on its own: ListStateMachines to 5 requests a second, DescribeStateMachine to 20, ListExecutions
 * to 2 in smaller Regions, ListStateMachineVersions and DescribeStateMachineForExecution to 1. The bursts here are half
 * of those that AWS allows; the rest is for other clients.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MACHINE_LISTS: Pace = { name: 'machineLists', perSecond: 2.5, atOnce: 50 };
const MACHINES: Pace = { name: 'machines', perSecond: 10, atOnce: 100 };
const MACHINE_VERSIONS: Pace = { name: 'machineVersions', perSecond: 0.9, atOnce: 50 };
const EXECUTION_LISTS: Pace = { name: 'executionLists', perSecond: 1.5, atOnce: 50 };
const EXECUTIONS: Pace = { name: 'executions', perSecond: 0.9, atOnce: 100 };

type Own =
  | typeof LIST_STATE_MACHINES
  | typeof DESCRIBE_STATE_MACHINE
  | typeof LIST_STATE_MACHINE_VERSIONS
  | typeof LIST_EXECUTIONS
  | typeof DESCRIBE_FOR_EXECUTION;

const noMachine = (home: Home) => arnIn(home, 'states', `stateMachine:${UNUSED_NAME}`);
const noExecution = (home: Home) =>
  arnIn(home, 'states', `execution:${UNUSED_NAME}:${UNUSED_NAME}`);

/**
 * The check for versions that a state machine names: in its definition, in its published versions, and in the definition
 * of a running execution. Express executions end within five minutes and are not listed.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html
 */
export const stepFunctions: WalkedCaller<'step-functions', Own> = {
  check: 'step-functions',
  label: 'Step Functions',
  sentence: 'invoked by',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_STATE_MACHINES }],
  grants: {
    [LIST_STATE_MACHINES]: {
      reason: 'The state machines to look at.',
      pace: MACHINE_LISTS,
      probe: ({ call }) => call(LIST_STATE_MACHINES, { maxResults: 1 }),
      input: ({ token }) => ({ maxResults: ITEMS_A_PAGE, nextToken: token }),
      read: ({ stateMachines, nextToken }) => ({
        steps: required(stateMachines, 'stateMachines').flatMap(({ stateMachineArn, type }) => {
          const arn = required(stateMachineArn, 'stateMachines[].stateMachineArn');
          const isExpress = required(type, 'stateMachines[].type') === 'EXPRESS';
          return [
            { call: DESCRIBE_STATE_MACHINE, arn },
            { call: LIST_STATE_MACHINE_VERSIONS, arn },
            ...(isExpress ? [] : [{ call: LIST_EXECUTIONS, arn }]),
          ];
        }),
        next: nextToken,
      }),
    },
    [DESCRIBE_STATE_MACHINE]: {
      reason: 'Versions that a definition names are in use.',
      pace: MACHINES,
      probe: ({ call, ...home }) =>
        call(DESCRIBE_STATE_MACHINE, { stateMachineArn: noMachine(home) }),
      grantedBy: MACHINE_GONE,
      input: (step) => ({ stateMachineArn: valueIn(step, 'arn') }),
      ifFailed: deletedBy(MACHINE_GONE),
      read: ({ definition }, step, home) => ({
        notes: notesOfDefinition(definition, valueIn(step, 'arn'), home),
      }),
    },
    [LIST_STATE_MACHINE_VERSIONS]: {
      reason: 'Published versions of state machines.',
      pace: MACHINE_VERSIONS,
      probe: ({ call, ...home }) =>
        call(LIST_STATE_MACHINE_VERSIONS, { stateMachineArn: noMachine(home) }),
      grantedBy: MACHINE_GONE,
      input: (step) => ({
        stateMachineArn: valueIn(step, 'arn'),
        maxResults: ITEMS_A_PAGE,
        nextToken: step['token'],
      }),
      ifFailed: deletedBy(MACHINE_GONE),
      read: ({ stateMachineVersions, nextToken }) => ({
        steps: required(stateMachineVersions, 'stateMachineVersions').map((version) => ({
          call: DESCRIBE_STATE_MACHINE,
          arn: required(
            version.stateMachineVersionArn,
            'stateMachineVersions[].stateMachineVersionArn',
          ),
        })),
        next: nextToken,
      }),
    },
    [LIST_EXECUTIONS]: {
      reason: 'Running executions.',
      pace: EXECUTION_LISTS,
      probe: ({ call, ...home }) =>
        call(LIST_EXECUTIONS, { stateMachineArn: noMachine(home), maxResults: 1 }),
      grantedBy: MACHINE_GONE,
      input: (step) => ({
        stateMachineArn: valueIn(step, 'arn'),
        statusFilter: 'RUNNING',
        maxResults: ITEMS_A_PAGE,
        nextToken: step['token'],
      }),
      ifFailed: deletedBy(MACHINE_GONE),
      read: ({ executions, nextToken }) => ({
        steps: required(executions, 'executions').map(({ executionArn }) => ({
          call: DESCRIBE_FOR_EXECUTION,
          arn: required(executionArn, 'executions[].executionArn'),
        })),
        next: nextToken,
      }),
    },
    [DESCRIBE_FOR_EXECUTION]: {
      reason: 'Versions that a running execution continues with are in use.',
      pace: EXECUTIONS,
      probe: ({ call, ...home }) =>
        call(DESCRIBE_FOR_EXECUTION, { executionArn: noExecution(home) }),
      grantedBy: EXECUTION_GONE,
      input: (step) => ({ executionArn: valueIn(step, 'arn') }),
      ifFailed: deletedBy(EXECUTION_GONE),
      read: ({ definition }, step, home) => ({
        notes: notesOfDefinition(definition, valueIn(step, 'arn'), home),
      }),
    },
  },
};

function notesOfDefinition(
  definition: string | undefined,
  by: string,
  home: Home,
): readonly Note[] {
  return noteFindings(readStateMachine(required(definition, 'definition'), home), by);
}
