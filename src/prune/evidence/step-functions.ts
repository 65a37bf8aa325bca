import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
} from '@aws-sdk/client-sfn';

import { readStateMachine } from './references/read-callers.ts';
import { present } from '../../aws/pages.ts';
import { unlessGone } from './collect/unless-deleted.ts';
import type { PruneReads } from './collect/rates.ts';
import { notedFindings } from './reference-notes.ts';
import type { Step, Taken, WideCheck, Words } from './collect/wide-check.ts';
import { nextPage, word } from './collect/wide-check.ts';

export const LIST_STATE_MACHINES = 'states:ListStateMachines';
export const DESCRIBE_STATE_MACHINE = 'states:DescribeStateMachine';
export const LIST_STATE_MACHINE_VERSIONS = 'states:ListStateMachineVersions';
export const LIST_EXECUTIONS = 'states:ListExecutions';
export const DESCRIBE_FOR_EXECUTION = 'states:DescribeStateMachineForExecution';

/** The most that one page holds. */
const ITEMS_A_PAGE = 1_000;
/** One that is being deleted is still there: its executions run on. */
const MACHINE_GONE = ['StateMachineDoesNotExist', 'ResourceNotFound'];

/**
 * The function versions that state machines name: in their definitions, in those of their published
 * versions, and in those by which running executions go on, whatever the machine looks like by now.
 * Express executions end within five minutes and are not listed.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html
 */
export const stepFunctions: WideCheck = {
  check: 'step-functions',
  width: 'region',
  first: [{ call: LIST_STATE_MACHINES }],

  async take(reads, step) {
    switch (step.call) {
      case LIST_STATE_MACHINES:
        return listMachines(reads, step);
      case DESCRIBE_STATE_MACHINE:
        return machine(reads, step);
      case LIST_STATE_MACHINE_VERSIONS:
        return listVersions(reads, step);
      case LIST_EXECUTIONS:
        return listExecutions(reads, step);
      case DESCRIBE_FOR_EXECUTION:
        return execution(reads, step);
      default:
        throw new TypeError(`${step.call} is no step of this check`);
    }
  },
};

async function listMachines(reads: PruneReads, step: Step): Promise<Taken> {
  const page = await reads.machineLists.send(
    new ListStateMachinesCommand({ maxResults: ITEMS_A_PAGE, ...behind(step) }),
  );
  const found = present(page.stateMachines, 'stateMachines').map(({ stateMachineArn, type }) => ({
    arn: present(stateMachineArn, 'stateMachines[].stateMachineArn'),
    type: present(type, 'stateMachines[].type'),
  }));
  return {
    steps: [
      ...found.flatMap(({ arn, type }): Step[] => [
        { call: DESCRIBE_STATE_MACHINE, arn },
        { call: LIST_STATE_MACHINE_VERSIONS, arn },
        ...(type === 'EXPRESS' ? [] : [{ call: LIST_EXECUTIONS, arn }]),
      ]),
      ...nextPage(step, page.nextToken),
    ],
  };
}

async function machine(reads: PruneReads, step: Step): Promise<Taken> {
  const arn = word(step, 'arn');
  const found = await unlessGone(step.call, MACHINE_GONE, () =>
    reads.machines.send(new DescribeStateMachineCommand({ stateMachineArn: arn })),
  );
  return found === undefined ? {} : { notes: mentioned(found.definition, arn, reads) };
}

async function listVersions(reads: PruneReads, step: Step): Promise<Taken> {
  const page = await unlessGone(step.call, MACHINE_GONE, () =>
    reads.machineVersions.send(
      new ListStateMachineVersionsCommand({
        stateMachineArn: word(step, 'arn'),
        maxResults: ITEMS_A_PAGE,
        ...behind(step),
      }),
    ),
  );
  if (page === undefined) return {};
  const versions = present(page.stateMachineVersions, 'stateMachineVersions');
  return {
    steps: [
      ...versions.map(({ stateMachineVersionArn }) => ({
        call: DESCRIBE_STATE_MACHINE,
        arn: present(stateMachineVersionArn, 'stateMachineVersions[].stateMachineVersionArn'),
      })),
      ...nextPage(step, page.nextToken),
    ],
  };
}

async function listExecutions(reads: PruneReads, step: Step): Promise<Taken> {
  const page = await unlessGone(step.call, MACHINE_GONE, () =>
    reads.executionLists.send(
      new ListExecutionsCommand({
        stateMachineArn: word(step, 'arn'),
        statusFilter: 'RUNNING',
        maxResults: ITEMS_A_PAGE,
        ...behind(step),
      }),
    ),
  );
  if (page === undefined) return {};
  return {
    steps: [
      ...present(page.executions, 'executions').map(({ executionArn }) => ({
        call: DESCRIBE_FOR_EXECUTION,
        arn: present(executionArn, 'executions[].executionArn'),
      })),
      ...nextPage(step, page.nextToken),
    ],
  };
}

async function execution(reads: PruneReads, step: Step): Promise<Taken> {
  const arn = word(step, 'arn');
  const found = await unlessGone(step.call, ['ExecutionDoesNotExist'], () =>
    reads.executions.send(new DescribeStateMachineForExecutionCommand({ executionArn: arn })),
  );
  return found === undefined ? {} : { notes: mentioned(found.definition, arn, reads) };
}

function mentioned(
  definition: string | undefined,
  by: string,
  reads: PruneReads,
): readonly Words[] {
  return notedFindings(readStateMachine(present(definition, 'definition'), reads), by);
}

function behind({ token }: Step): { readonly nextToken?: string } {
  return token === undefined ? {} : { nextToken: token };
}
