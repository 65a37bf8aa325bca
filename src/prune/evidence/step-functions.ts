import { readStateMachine } from './references/read-callers.ts';
import { required } from '../../aws/pages.ts';
import { unlessGone } from './collect/unless-deleted.ts';
import type { EvidenceReads, Pace, WalkedCaller } from './caller.ts';
import { NOBODYS_NAME } from '../../aws/probe.ts';
import { arnIn } from './caller.ts';
import type { Home } from './function-reference.ts';
import { notedFindings } from './reference-notes.ts';
import type { Step, Taken, Words } from './collect/wide-check.ts';
import { nextPage, word } from './collect/wide-check.ts';

const LIST_STATE_MACHINES = 'states:ListStateMachines';
const DESCRIBE_STATE_MACHINE = 'states:DescribeStateMachine';
const LIST_STATE_MACHINE_VERSIONS = 'states:ListStateMachineVersions';
const LIST_EXECUTIONS = 'states:ListExecutions';
const DESCRIBE_FOR_EXECUTION = 'states:DescribeStateMachineForExecution';

/** The most that one page holds. */
const ITEMS_A_PAGE = 1_000;
/** One that is being deleted is still there: its executions run on. */
const MACHINE_GONE = ['StateMachineDoesNotExist', 'ResourceNotFound'];
const EXECUTION_GONE = ['ExecutionDoesNotExist'];

/**
 * A bucket for each call: ListStateMachines 5 a second, DescribeStateMachine 20, ListExecutions 2 in the
 * smaller Regions, ListStateMachineVersions 1 and DescribeStateMachineForExecution 1. At once go half of
 * what AWS's buckets hold, so that others get the rest.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const PACES = {
  machineLists: { name: 'machineLists', perSecond: 2.5, atOnce: 50 },
  machines: { name: 'machines', perSecond: 10, atOnce: 100 },
  machineVersions: { name: 'machineVersions', perSecond: 0.9, atOnce: 50 },
  executionLists: { name: 'executionLists', perSecond: 1.5, atOnce: 50 },
  executions: { name: 'executions', perSecond: 0.9, atOnce: 100 },
} as const satisfies Readonly<Record<string, Pace>>;

type Own =
  | typeof LIST_STATE_MACHINES
  | typeof DESCRIBE_STATE_MACHINE
  | typeof LIST_STATE_MACHINE_VERSIONS
  | typeof LIST_EXECUTIONS
  | typeof DESCRIBE_FOR_EXECUTION;
type Reads = EvidenceReads<Own>;

const nobodysMachine = (home: Home) => arnIn(home, 'states', `stateMachine:${NOBODYS_NAME}`);
const nobodysExecution = (home: Home) =>
  arnIn(home, 'states', `execution:${NOBODYS_NAME}:${NOBODYS_NAME}`);

/**
 * The function versions that state machines name: in their definitions, in those of their published
 * versions, and in those by which running executions go on, whatever the machine looks like by now.
 * Express executions end within five minutes and are not listed.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html
 */
export const stepFunctions: WalkedCaller<'step-functions', Own> = {
  check: 'step-functions',
  label: 'Step Functions',
  sentence: 'invoked by',
  whenApplying: 'aged',
  grants: {
    [LIST_STATE_MACHINES]: {
      reason: 'The state machines to look at.',
      pace: PACES.machineLists,
      probe: ({ call }) => call(LIST_STATE_MACHINES, { maxResults: 1 }),
    },
    [DESCRIBE_STATE_MACHINE]: {
      reason: 'Versions that a definition names are in use.',
      pace: PACES.machines,
      probe: ({ call, ...home }) =>
        call(DESCRIBE_STATE_MACHINE, { stateMachineArn: nobodysMachine(home) }),
      grantedBy: MACHINE_GONE,
    },
    [LIST_STATE_MACHINE_VERSIONS]: {
      reason: 'Published versions of state machines.',
      pace: PACES.machineVersions,
      probe: ({ call, ...home }) =>
        call(LIST_STATE_MACHINE_VERSIONS, { stateMachineArn: nobodysMachine(home) }),
      grantedBy: MACHINE_GONE,
    },
    [LIST_EXECUTIONS]: {
      reason: 'Running executions.',
      pace: PACES.executionLists,
      probe: ({ call, ...home }) =>
        call(LIST_EXECUTIONS, { stateMachineArn: nobodysMachine(home), maxResults: 1 }),
      grantedBy: MACHINE_GONE,
    },
    [DESCRIBE_FOR_EXECUTION]: {
      reason: 'Versions that a running execution goes on with are in use.',
      pace: PACES.executions,
      probe: ({ call, ...home }) =>
        call(DESCRIBE_FOR_EXECUTION, { executionArn: nobodysExecution(home) }),
      grantedBy: EXECUTION_GONE,
    },
  },
  kind: 'walked',
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

async function listMachines(reads: Reads, step: Step): Promise<Taken> {
  const page = await reads.call(LIST_STATE_MACHINES, {
    maxResults: ITEMS_A_PAGE,
    nextToken: step['token'],
  });
  const found = required(page.stateMachines, 'stateMachines').map(({ stateMachineArn, type }) => ({
    arn: required(stateMachineArn, 'stateMachines[].stateMachineArn'),
    type: required(type, 'stateMachines[].type'),
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

async function machine(reads: Reads, step: Step): Promise<Taken> {
  const arn = word(step, 'arn');
  const found = await unlessGone(step.call, MACHINE_GONE, () =>
    reads.call(DESCRIBE_STATE_MACHINE, { stateMachineArn: arn }),
  );
  return found === undefined ? {} : { notes: mentioned(found.definition, arn, reads) };
}

async function listVersions(reads: Reads, step: Step): Promise<Taken> {
  const page = await unlessGone(step.call, MACHINE_GONE, () =>
    reads.call(LIST_STATE_MACHINE_VERSIONS, {
      stateMachineArn: word(step, 'arn'),
      maxResults: ITEMS_A_PAGE,
      nextToken: step['token'],
    }),
  );
  if (page === undefined) return {};
  const versions = required(page.stateMachineVersions, 'stateMachineVersions');
  return {
    steps: [
      ...versions.map(({ stateMachineVersionArn }) => ({
        call: DESCRIBE_STATE_MACHINE,
        arn: required(stateMachineVersionArn, 'stateMachineVersions[].stateMachineVersionArn'),
      })),
      ...nextPage(step, page.nextToken),
    ],
  };
}

async function listExecutions(reads: Reads, step: Step): Promise<Taken> {
  const page = await unlessGone(step.call, MACHINE_GONE, () =>
    reads.call(LIST_EXECUTIONS, {
      stateMachineArn: word(step, 'arn'),
      statusFilter: 'RUNNING',
      maxResults: ITEMS_A_PAGE,
      nextToken: step['token'],
    }),
  );
  if (page === undefined) return {};
  return {
    steps: [
      ...required(page.executions, 'executions').map(({ executionArn }) => ({
        call: DESCRIBE_FOR_EXECUTION,
        arn: required(executionArn, 'executions[].executionArn'),
      })),
      ...nextPage(step, page.nextToken),
    ],
  };
}

async function execution(reads: Reads, step: Step): Promise<Taken> {
  const arn = word(step, 'arn');
  const found = await unlessGone(step.call, EXECUTION_GONE, () =>
    reads.call(DESCRIBE_FOR_EXECUTION, { executionArn: arn }),
  );
  return found === undefined ? {} : { notes: mentioned(found.definition, arn, reads) };
}

function mentioned(definition: string | undefined, by: string, reads: Reads): readonly Words[] {
  return notedFindings(readStateMachine(required(definition, 'definition'), reads), by);
}
