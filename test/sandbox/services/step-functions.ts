import * as sdk from '@aws-sdk/client-sfn';
import type {
  DescribeStateMachineForExecutionInput,
  DescribeStateMachineForExecutionOutput,
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
  ListStateMachineVersionsInput,
  ListStateMachineVersionsOutput,
} from '@aws-sdk/client-sfn';
import type { Need, RequestContext, ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import { NotSimulated, ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import {
  definitionOf,
  executionArn,
  executionNamed,
  machineArn,
  machineNamed,
  machinesOf,
} from './step-functions/machines.ts';
import { latestFirst, takeTokenPage } from './token-page.ts';

/** Default and most of a page. Basis: Step Functions API reference, ListExecutions and its like. */
const PAGE = { usual: 100, most: 1000 };

/** Bucket and refill of each operation. Basis: Step Functions, "Service quotas". */
const rate = (name: string, perSecond: number, burst: number) => ({
  name: `states ${name}`,
  perSecond,
  burst,
});

/** AWS Step Functions. Its signing name is `states`. */
export const stepFunctions: ServiceDefinition = {
  signingName: 'states',
  sdk,
  protocol: 'awsJson1_0',
  targetPrefix: 'AWSStepFunctions',
  spellings: jsonSpellings(400),
  operations: {
    ListStateMachines: operation<ListStateMachinesInput, ListStateMachinesOutput>({
      rate: rate('ListStateMachines', 5, 100),
      validate: checkMaxResults,
      needs: () => [{ action: 'states:ListStateMachines', resource: '*' }],
      handle({ nextToken, maxResults }, context) {
        const { items, next } = takeTokenPage(machinesOf(context), ({ name }) => name, {
          ...tokenOf(nextToken, maxResults),
          query: {},
        });
        return {
          stateMachines: items.map(({ name, type = 'STANDARD' }) => ({
            stateMachineArn: machineArn(name, context),
            name,
            type,
            creationDate: createdAt(context),
          })),
          ...(next === undefined ? {} : { nextToken: next }),
        };
      },
    }),

    /** Of the machine itself, of a published version, or of an alias that routes to one version. */
    DescribeStateMachine: operation<DescribeStateMachineInput, DescribeStateMachineOutput>({
      rate: rate('DescribeStateMachine', 20, 200),
      validate({ includedData }) {
        if (includedData === 'METADATA_ONLY') throw new NotSimulated('METADATA_ONLY');
      },
      needs: ({ stateMachineArn }) => [machineNeed('DescribeStateMachine', stateMachineArn)],
      handle({ stateMachineArn }, context) {
        const { machine, version } = machineNamed(stateMachineArn, context);
        return {
          stateMachineArn,
          name: machine.name,
          status: 'ACTIVE',
          definition: definitionOf(machine, version),
          roleArn: roleArn(machine.name, context),
          type: machine.type ?? 'STANDARD',
          creationDate: createdAt(context),
        };
      },
    }),

    /** The newest first. */
    ListStateMachineVersions: operation<
      ListStateMachineVersionsInput,
      ListStateMachineVersionsOutput
    >({
      rate: rate('ListStateMachineVersions', 1, 100),
      validate: checkMaxResults,
      needs: ({ stateMachineArn }) => [machineNeed('ListStateMachineVersions', stateMachineArn)],
      handle({ stateMachineArn, nextToken, maxResults }, context) {
        const { machine } = machineNamed(stateMachineArn, context);
        const versions = Object.keys(machine.versions ?? {}).map(Number);
        const { items, next } = takeTokenPage(versions, (version) => latestFirst(version, ''), {
          ...tokenOf(nextToken, maxResults),
          query: { stateMachineArn },
        });
        return {
          stateMachineVersions: items.map((version) => ({
            stateMachineVersionArn: `${machineArn(machine.name, context)}:${version}`,
            creationDate: createdAt(context),
          })),
          ...(next === undefined ? {} : { nextToken: next }),
        };
      },
    }),

    /** Of standard machines only; of an express one: `StateMachineTypeNotSupported`. */
    ListExecutions: operation<ListExecutionsInput, ListExecutionsOutput>({
      // The smaller figures, of all but the three largest Regions.
      rate: rate('ListExecutions', 2, 100),
      validate({ mapRunArn, stateMachineArn, redriveFilter, maxResults }) {
        if (mapRunArn !== undefined || redriveFilter !== undefined) {
          throw new NotSimulated('executions of map runs');
        }
        if (stateMachineArn === undefined) {
          throw new ServiceFailure('ValidationException', 'Either ARN must be specified');
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
          .filter(({ status = 'RUNNING' }) => [undefined, status].includes(statusOf(query)))
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
    }),

    /** The definition that an execution was started with, whatever the machine says today. */
    DescribeStateMachineForExecution: operation<
      DescribeStateMachineForExecutionInput,
      DescribeStateMachineForExecutionOutput
    >({
      rate: rate('DescribeStateMachineForExecution', 1, 200),
      needs: (input) => [
        { action: 'states:DescribeStateMachineForExecution', resource: input.executionArn },
      ],
      handle(input, context) {
        const { machine, execution } = executionNamed(input.executionArn, context);
        return {
          stateMachineArn: machineArn(machine.name, context),
          name: machine.name,
          definition:
            execution.definition === undefined
              ? definitionOf(machine, execution.version)
              : definitionOf({ ...machine, definition: execution.definition }, undefined),
          roleArn: roleArn(machine.name, context),
          updateDate: createdAt(context),
        };
      },
    }),
  },
};

/** IAM compares the machine; a version or alias is a condition key. Basis: Service Authorization Reference. */
function machineNeed(name: string, arn: string): Need {
  const [, machine = arn, qualifier] = /^((?:[^:]*:){6}[^:]*)(?::(.*))?$/.exec(arn) ?? [];
  return {
    action: `states:${name}`,
    resource: machine,
    keys: { 'states:StateMachineQualifier': qualifier },
  };
}

function checkMaxResults({ maxResults }: { readonly maxResults?: number | undefined }): void {
  if (maxResults === undefined || (maxResults >= 0 && maxResults <= PAGE.most)) return;
  throw new ServiceFailure(
    'ValidationException',
    `1 validation error detected: Value '${maxResults}' at 'maxResults' failed to satisfy ` +
      'constraint: Member must have value less than or equal to 1000',
  );
}

/** 0 stands for the default. */
function tokenOf(token: string | undefined, maxResults: number | undefined) {
  const size = maxResults === undefined || maxResults === 0 ? PAGE.usual : maxResults;
  const invalid = () => new ServiceFailure('InvalidToken', `Invalid Token: '${token}'`);
  return { token, size, invalid };
}

function statusOf({ statusFilter }: ListExecutionsInput) {
  if (statusFilter === 'PENDING_REDRIVE') throw new NotSimulated('PENDING_REDRIVE');
  return statusFilter;
}

function createdAt({ organisation }: RequestContext): Date {
  return new Date(organisation.startedAt - 86_400_000);
}

function roleArn(name: string, { organisation, account }: RequestContext): string {
  return `arn:${organisation.partition}:iam::${account.id}:role/${name}`;
}
