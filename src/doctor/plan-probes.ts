import {
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentsCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy';
import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import {
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListDurableExecutionsByFunctionCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { ListPipesCommand } from '@aws-sdk/client-pipes';
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
} from '@aws-sdk/client-sfn';

import { partitionOf } from '../model/regions.ts';
import { DAY_MS } from '../model/time.ts';
import { LIST_ALIASES } from '../limits/list-aliases.ts';
import { LIST_FUNCTIONS } from '../limits/list-functions.ts';
import { LOOKUP_EVENTS } from '../prune/evidence/alias-trail.ts';
import {
  DESCRIBE_STACKS,
  GET_TEMPLATE,
  LIST_STACK_RESOURCES,
} from '../prune/evidence/cloud-formation.ts';
import {
  BATCH_GET_DEPLOYMENTS,
  GET_DEPLOYMENT_TARGET,
  LIST_DEPLOYMENT_TARGETS,
  LIST_DEPLOYMENTS,
} from '../prune/evidence/code-deploy.ts';
import { LIST_DURABLE_EXECUTIONS } from '../prune/evidence/durable-executions.ts';
import { LIST_DISTRIBUTIONS } from '../prune/evidence/edge-associations.ts';
import { LIST_EVENT_INVOKE_CONFIGS } from '../prune/evidence/event-invoke-configs.ts';
import { LIST_EVENT_BUSES, LIST_RULES, LIST_TARGETS } from '../prune/evidence/event-rules.ts';
import { LIST_EVENT_SOURCE_MAPPINGS } from '../prune/evidence/event-source-mappings.ts';
import type { Home } from '../prune/evidence/function-reference.ts';
import { GET_METRIC_DATA } from '../prune/evidence/invocations.ts';
import {
  GET_LAYER_VERSION,
  GET_LAYER_VERSION_POLICY,
  LIST_LAYER_VERSIONS,
  LIST_LAYERS,
} from '../prune/evidence/layer-versions.ts';
import { LIST_TAGS } from '../prune/evidence/opt-out-tags.ts';
import { LIST_PIPES } from '../prune/evidence/pipes.ts';
import { LIST_PROVISIONED } from '../prune/evidence/provisioned-concurrency.ts';
import type { PruneReads } from '../prune/evidence/collect/rates.ts';
import { LIST_METRICS } from '../prune/evidence/recent-metrics.ts';
import { GET_POLICY } from '../prune/evidence/resource-policy.ts';
import { DESCRIBE_SCALABLE_TARGETS } from '../prune/evidence/scalable-targets.ts';
import { GET_SCHEDULE, LIST_SCHEDULES } from '../prune/evidence/scheduler.ts';
import {
  DESCRIBE_FOR_EXECUTION,
  DESCRIBE_STATE_MACHINE,
  LIST_EXECUTIONS,
  LIST_STATE_MACHINE_VERSIONS,
  LIST_STATE_MACHINES,
} from '../prune/evidence/step-functions.ts';
import type { Probes } from './attempt.ts';
import { NOBODYS_NAME } from './attempt.ts';

/** Of the form that CodeDeploy gives its deployments. */
const NOBODYS_DEPLOYMENT = 'd-AAAAAAAAA';

const NO_SUCH_FUNCTION = ['ResourceNotFoundException'];
const NO_SUCH_LAYER = ['ResourceNotFoundException'];
const NO_SUCH_MACHINE = ['StateMachineDoesNotExist', 'ResourceNotFound'];
const NO_SUCH_DEPLOYMENT = [
  'DeploymentDoesNotExistException',
  'DeploymentTargetDoesNotExistException',
  'InvalidDeploymentIdException',
];
/** CloudFormation says with this name alone that there is no such stack; IAM has been asked by then. */
const NO_SUCH_STACK = ['ValidationError', 'StackNotFoundException'];

function arnOf({ account, region }: Home, service: string, rest: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${account}:${rest}`;
}

const machineOf = (home: Home) => arnOf(home, 'states', `stateMachine:${NOBODYS_NAME}`);
const executionOf = (home: Home) =>
  arnOf(home, 'states', `execution:${NOBODYS_NAME}:${NOBODYS_NAME}`);

/**
 * Each action that planning may need, tried with one request: the first page of each listing, and of
 * all that is read one by one something that does not exist.
 */
export const PLAN_PROBES: Probes<PruneReads> = {
  [LIST_FUNCTIONS]: {
    ask: ({ lambda }) => lambda.send(new ListFunctionsCommand({ MaxItems: 1 })),
  },
  [LIST_ALIASES]: {
    ask: ({ lambda }) => lambda.send(new ListAliasesCommand({ FunctionName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [LIST_EVENT_SOURCE_MAPPINGS]: {
    ask: ({ lambda }) => lambda.send(new ListEventSourceMappingsCommand({ MaxItems: 1 })),
  },
  [LIST_PROVISIONED]: {
    ask: ({ lambda }) =>
      lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [LIST_EVENT_INVOKE_CONFIGS]: {
    ask: ({ lambda }) =>
      lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [LIST_TAGS]: {
    ask: ({ lambda, ...home }) =>
      lambda.send(
        new ListTagsCommand({ Resource: arnOf(home, 'lambda', `function:${NOBODYS_NAME}`) }),
      ),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [GET_POLICY]: {
    ask: ({ policies }) =>
      policies.send(new GetPolicyCommand({ FunctionName: NOBODYS_NAME, Qualifier: '1' })),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [LIST_DURABLE_EXECUTIONS]: {
    ask: ({ durable }) =>
      durable.send(
        new ListDurableExecutionsByFunctionCommand({ FunctionName: NOBODYS_NAME, Qualifier: '1' }),
      ),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [LIST_LAYERS]: { ask: ({ lambda }) => lambda.send(new ListLayersCommand({ MaxItems: 1 })) },
  [LIST_LAYER_VERSIONS]: {
    ask: ({ lambda }) => lambda.send(new ListLayerVersionsCommand({ LayerName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_LAYER,
  },
  [GET_LAYER_VERSION]: {
    ask: ({ lambda }) =>
      lambda.send(new GetLayerVersionCommand({ LayerName: NOBODYS_NAME, VersionNumber: 1 })),
    grantedBy: NO_SUCH_LAYER,
  },
  [GET_LAYER_VERSION_POLICY]: {
    ask: ({ lambda }) =>
      lambda.send(new GetLayerVersionPolicyCommand({ LayerName: NOBODYS_NAME, VersionNumber: 1 })),
    grantedBy: NO_SUCH_LAYER,
  },
  [DESCRIBE_SCALABLE_TARGETS]: {
    ask: ({ scaling }) =>
      scaling.send(
        new DescribeScalableTargetsCommand({ ServiceNamespace: 'lambda', MaxResults: 1 }),
      ),
  },
  [LIST_METRICS]: {
    ask: ({ metrics }) =>
      metrics.send(new ListMetricsCommand({ Namespace: 'AWS/Lambda', MetricName: 'Invocations' })),
  },
  [GET_METRIC_DATA]: {
    ask: ({ metricData, startedAt }) =>
      metricData.send(
        new GetMetricDataCommand({
          StartTime: new Date(startedAt - DAY_MS),
          EndTime: new Date(startedAt),
          MetricDataQueries: [
            {
              Id: 'doctor',
              MetricStat: {
                Metric: {
                  Namespace: 'AWS/Lambda',
                  MetricName: 'Invocations',
                  Dimensions: [
                    { Name: 'FunctionName', Value: NOBODYS_NAME },
                    { Name: 'Resource', Value: `${NOBODYS_NAME}:1` },
                  ],
                },
                Period: DAY_MS / 1000,
                Stat: 'Sum',
              },
            },
          ],
        }),
      ),
  },
  [LIST_DISTRIBUTIONS]: {
    ask: ({ distributions }) => distributions.send(new ListDistributionsCommand({ MaxItems: 1 })),
  },
  [LOOKUP_EVENTS]: {
    ask: ({ trail }) =>
      trail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateAlias20150331' }],
          MaxResults: 1,
        }),
      ),
  },
  [LIST_SCHEDULES]: {
    ask: ({ schedules }) => schedules.send(new ListSchedulesCommand({ MaxResults: 1 })),
  },
  [GET_SCHEDULE]: {
    ask: ({ schedules }) => schedules.send(new GetScheduleCommand({ Name: NOBODYS_NAME })),
    grantedBy: ['ResourceNotFoundException'],
  },
  [LIST_STATE_MACHINES]: {
    ask: ({ machines }) => machines.send(new ListStateMachinesCommand({ maxResults: 1 })),
  },
  [DESCRIBE_STATE_MACHINE]: {
    ask: ({ machines, ...home }) =>
      machines.send(new DescribeStateMachineCommand({ stateMachineArn: machineOf(home) })),
    grantedBy: NO_SUCH_MACHINE,
  },
  [LIST_STATE_MACHINE_VERSIONS]: {
    ask: ({ machines, ...home }) =>
      machines.send(new ListStateMachineVersionsCommand({ stateMachineArn: machineOf(home) })),
    grantedBy: NO_SUCH_MACHINE,
  },
  [LIST_EXECUTIONS]: {
    ask: ({ machines, ...home }) =>
      machines.send(new ListExecutionsCommand({ stateMachineArn: machineOf(home), maxResults: 1 })),
    grantedBy: NO_SUCH_MACHINE,
  },
  [DESCRIBE_FOR_EXECUTION]: {
    ask: ({ executions, ...home }) =>
      executions.send(
        new DescribeStateMachineForExecutionCommand({ executionArn: executionOf(home) }),
      ),
    grantedBy: ['ExecutionDoesNotExist'],
  },
  [LIST_PIPES]: { ask: ({ pipes }) => pipes.send(new ListPipesCommand({ Limit: 1 })) },
  [LIST_EVENT_BUSES]: { ask: ({ rules }) => rules.send(new ListEventBusesCommand({ Limit: 1 })) },
  [LIST_RULES]: { ask: ({ rules }) => rules.send(new ListRulesCommand({ Limit: 1 })) },
  [LIST_TARGETS]: {
    ask: ({ rules }) => rules.send(new ListTargetsByRuleCommand({ Rule: NOBODYS_NAME })),
    grantedBy: ['ResourceNotFoundException'],
  },
  [LIST_DEPLOYMENTS]: {
    ask: ({ deployments }) =>
      deployments.send(new ListDeploymentsCommand({ includeOnlyStatuses: ['InProgress'] })),
  },
  [BATCH_GET_DEPLOYMENTS]: {
    ask: ({ deployments }) =>
      deployments.send(new BatchGetDeploymentsCommand({ deploymentIds: [NOBODYS_DEPLOYMENT] })),
    grantedBy: NO_SUCH_DEPLOYMENT,
  },
  [LIST_DEPLOYMENT_TARGETS]: {
    ask: ({ deployments }) =>
      deployments.send(new ListDeploymentTargetsCommand({ deploymentId: NOBODYS_DEPLOYMENT })),
    grantedBy: NO_SUCH_DEPLOYMENT,
  },
  [GET_DEPLOYMENT_TARGET]: {
    ask: ({ deployments }) =>
      deployments.send(
        new GetDeploymentTargetCommand({
          deploymentId: NOBODYS_DEPLOYMENT,
          targetId: NOBODYS_NAME,
        }),
      ),
    grantedBy: NO_SUCH_DEPLOYMENT,
  },
  [DESCRIBE_STACKS]: { ask: ({ stacks }) => stacks.send(new DescribeStacksCommand({})) },
  [LIST_STACK_RESOURCES]: {
    ask: ({ stacks }) => stacks.send(new ListStackResourcesCommand({ StackName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_STACK,
  },
  [GET_TEMPLATE]: {
    ask: ({ stacks }) => stacks.send(new GetTemplateCommand({ StackName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_STACK,
  },
};
