import * as sdk from '@aws-sdk/client-sfn';
import type {
  DescribeStateMachineInput,
  DescribeStateMachineOutput,
  ListStateMachinesInput,
  ListStateMachinesOutput,
  ListStateMachineVersionsInput,
  ListStateMachineVersionsOutput,
} from '@aws-sdk/client-sfn';
import type { ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import { NotSimulated } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { describeStateMachineForExecution, listExecutions } from './step-functions/executions.ts';
import {
  createdAt,
  definitionOf,
  machineArn,
  machineNamed,
  machineNeed,
  machinesOf,
  roleArn,
} from './step-functions/machines.ts';
import { checkMaxResults, rate, tokenOf } from './step-functions/requests.ts';
import { latestFirst, takeTokenPage } from './token-page.ts';

/** AWS Step Functions, with the signing name `states`. */
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

    /** Returns a state machine, one of its published versions, or the version of an alias with a single route. */
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

    /** Lists the published versions, the newest first. */
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

    ListExecutions: listExecutions,
    DescribeStateMachineForExecution: describeStateMachineForExecution,
  },
};
