import type {
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineForExecutionOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
} from '@aws-sdk/client-sfn';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { latestFirst, takeTokenPage } from '../token-page.ts';
import {
  createdAt,
  definitionOf,
  executionArn,
  executionNamed,
  machineArn,
  machineNamed,
  machineNeed,
  roleArn,
} from './machines.ts';
import { checkMaxResults, rate, tokenOf } from './requests.ts';

/** Lists executions of a standard machine; an express machine is refused with `StateMachineTypeNotSupported`. */
export const listExecutions = operation<ListExecutionsInput, ListExecutionsOutput>({
  // The rate of every Region but the three largest, which have more.
  rate: rate('ListExecutions', 2, 100),
  validate({ mapRunArn, stateMachineArn, redriveFilter, statusFilter, maxResults }) {
    if (mapRunArn !== undefined || redriveFilter !== undefined) {
      throw new NotSimulated('executions of map runs');
    }
    if (stateMachineArn === undefined || statusFilter === 'PENDING_REDRIVE') {
      throw new ServiceFailure('ValidationException', 'Only executions of a state machine');
    }
    checkMaxResults({ maxResults });
  },
  needs: ({ stateMachineArn = '' }) => [machineNeed('ListExecutions', stateMachineArn)],
  handle({ nextToken, maxResults, ...query }, context) {
    const { machine, version } = machineNamed(query.stateMachineArn ?? '', context);
    if (machine.type === 'EXPRESS') {
      throw new ServiceFailure(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type of state machine',
      );
    }
    const executions = (machine.executions ?? [])
      .filter((one) => version === undefined || one.version === version)
      .filter(
        ({ status = 'RUNNING' }) =>
          query.statusFilter === undefined || query.statusFilter === status,
      )
      .map((execution) => ({
        ...execution,
        startDate: new Date(execution.startedAt ?? context.organisation.startedAt - 3_600_000),
      }));
    const { items, next } = takeTokenPage(
      executions,
      ({ startDate, name }) => latestFirst(startDate.getTime(), name),
      { ...tokenOf(nextToken, maxResults), query },
    );
    return {
      executions: items.map(({ name, status = 'RUNNING', startDate, version: started }) => ({
        executionArn: executionArn(machine.name, name, context),
        stateMachineArn: machineArn(machine.name, context),
        name,
        status,
        startDate,
        ...(started === undefined
          ? {}
          : { stateMachineVersionArn: `${machineArn(machine.name, context)}:${started}` }),
      })),
      ...(next === undefined ? {} : { nextToken: next }),
    };
  },
});

/** Returns the definition with which an execution was started, even if the machine has changed since. */
export const describeStateMachineForExecution = operation<
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineForExecutionOutput
>({
  rate: rate('DescribeStateMachineForExecution', 1, 200),
  validate({ includedData }) {
    if (includedData === 'METADATA_ONLY') throw new NotSimulated('METADATA_ONLY');
  },
  needs: (input) => [
    { action: 'states:DescribeStateMachineForExecution', resource: input.executionArn },
  ],
  handle(input, context) {
    const { machine, execution } = executionNamed(input.executionArn, context);
    const { definition, version } = execution;
    return {
      stateMachineArn: machineArn(machine.name, context),
      name: machine.name,
      definition:
        definition === undefined
          ? definitionOf(machine, version)
          : definitionOf({ ...machine, definition }, undefined),
      roleArn: roleArn(machine.name, context),
      updateDate: createdAt(context),
    };
  },
});
