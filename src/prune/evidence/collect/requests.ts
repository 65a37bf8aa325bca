import type { DescribeScalableTargetsCommandInput } from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeScalableTargetsCommand,
  ApplicationAutoScalingClient,
} from '@aws-sdk/client-application-auto-scaling';
import type {
  DescribeStacksCommandInput,
  GetTemplateCommandInput,
  ListStackResourcesCommandInput,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  CloudFormationClient,
} from '@aws-sdk/client-cloudformation';
import type { ListDistributionsCommandInput } from '@aws-sdk/client-cloudfront';
import { ListDistributionsCommand, CloudFrontClient } from '@aws-sdk/client-cloudfront';
import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { LookupEventsCommand, CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type {
  GetMetricDataCommandInput,
  ListMetricsCommandInput,
} from '@aws-sdk/client-cloudwatch';
import {
  GetMetricDataCommand,
  ListMetricsCommand,
  CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import type {
  BatchGetDeploymentsCommandInput,
  GetDeploymentTargetCommandInput,
  ListDeploymentsCommandInput,
  ListDeploymentTargetsCommandInput,
} from '@aws-sdk/client-codedeploy';
import {
  BatchGetDeploymentsCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  CodeDeployClient,
} from '@aws-sdk/client-codedeploy';
import type {
  ListEventBusesCommandInput,
  ListRulesCommandInput,
  ListTargetsByRuleCommandInput,
} from '@aws-sdk/client-eventbridge';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import type { ListPipesCommandInput } from '@aws-sdk/client-pipes';
import { ListPipesCommand, PipesClient } from '@aws-sdk/client-pipes';
import type { GetScheduleCommandInput, ListSchedulesCommandInput } from '@aws-sdk/client-scheduler';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import type {
  DescribeStateMachineCommandInput,
  DescribeStateMachineForExecutionCommandInput,
  ListExecutionsCommandInput,
  ListStateMachinesCommandInput,
  ListStateMachineVersionsCommandInput,
} from '@aws-sdk/client-sfn';
import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';

import type { ClientOf } from './lambda-requests.ts';
import { LAMBDA_REQUESTS } from './lambda-requests.ts';

/** The request of each IAM action that planning may need. */
const REQUESTS = {
  ...LAMBDA_REQUESTS,
  'application-autoscaling:DescribeScalableTargets': (
    of: ClientOf,
    input: DescribeScalableTargetsCommandInput,
  ) => of(ApplicationAutoScalingClient).send(new DescribeScalableTargetsCommand(input)),
  'cloudformation:DescribeStacks': (of: ClientOf, input: DescribeStacksCommandInput) =>
    of(CloudFormationClient).send(new DescribeStacksCommand(input)),
  'cloudformation:GetTemplate': (of: ClientOf, input: GetTemplateCommandInput) =>
    of(CloudFormationClient).send(new GetTemplateCommand(input)),
  'cloudformation:ListStackResources': (of: ClientOf, input: ListStackResourcesCommandInput) =>
    of(CloudFormationClient).send(new ListStackResourcesCommand(input)),
  'cloudfront:ListDistributions': (of: ClientOf, input: ListDistributionsCommandInput) =>
    of(CloudFrontClient).send(new ListDistributionsCommand(input)),
  'cloudtrail:LookupEvents': (of: ClientOf, input: LookupEventsCommandInput) =>
    of(CloudTrailClient).send(new LookupEventsCommand(input)),
  'cloudwatch:GetMetricData': (of: ClientOf, input: GetMetricDataCommandInput) =>
    of(CloudWatchClient).send(new GetMetricDataCommand(input)),
  'cloudwatch:ListMetrics': (of: ClientOf, input: ListMetricsCommandInput) =>
    of(CloudWatchClient).send(new ListMetricsCommand(input)),
  'codedeploy:BatchGetDeployments': (of: ClientOf, input: BatchGetDeploymentsCommandInput) =>
    of(CodeDeployClient).send(new BatchGetDeploymentsCommand(input)),
  'codedeploy:GetDeploymentTarget': (of: ClientOf, input: GetDeploymentTargetCommandInput) =>
    of(CodeDeployClient).send(new GetDeploymentTargetCommand(input)),
  'codedeploy:ListDeployments': (of: ClientOf, input: ListDeploymentsCommandInput) =>
    of(CodeDeployClient).send(new ListDeploymentsCommand(input)),
  'codedeploy:ListDeploymentTargets': (of: ClientOf, input: ListDeploymentTargetsCommandInput) =>
    of(CodeDeployClient).send(new ListDeploymentTargetsCommand(input)),
  'events:ListEventBuses': (of: ClientOf, input: ListEventBusesCommandInput) =>
    of(EventBridgeClient).send(new ListEventBusesCommand(input)),
  'events:ListRules': (of: ClientOf, input: ListRulesCommandInput) =>
    of(EventBridgeClient).send(new ListRulesCommand(input)),
  'events:ListTargetsByRule': (of: ClientOf, input: ListTargetsByRuleCommandInput) =>
    of(EventBridgeClient).send(new ListTargetsByRuleCommand(input)),
  'pipes:ListPipes': (of: ClientOf, input: ListPipesCommandInput) =>
    of(PipesClient).send(new ListPipesCommand(input)),
  'scheduler:GetSchedule': (of: ClientOf, input: GetScheduleCommandInput) =>
    of(SchedulerClient).send(new GetScheduleCommand(input)),
  'scheduler:ListSchedules': (of: ClientOf, input: ListSchedulesCommandInput) =>
    of(SchedulerClient).send(new ListSchedulesCommand(input)),
  'states:DescribeStateMachine': (of: ClientOf, input: DescribeStateMachineCommandInput) =>
    of(SFNClient).send(new DescribeStateMachineCommand(input)),
  'states:DescribeStateMachineForExecution': (
    of: ClientOf,
    input: DescribeStateMachineForExecutionCommandInput,
  ) => of(SFNClient).send(new DescribeStateMachineForExecutionCommand(input)),
  'states:ListExecutions': (of: ClientOf, input: ListExecutionsCommandInput) =>
    of(SFNClient).send(new ListExecutionsCommand(input)),
  'states:ListStateMachines': (of: ClientOf, input: ListStateMachinesCommandInput) =>
    of(SFNClient).send(new ListStateMachinesCommand(input)),
  'states:ListStateMachineVersions': (of: ClientOf, input: ListStateMachineVersionsCommandInput) =>
    of(SFNClient).send(new ListStateMachineVersionsCommand(input)),
};

type Requests = typeof REQUESTS;
export type Action = keyof Requests;
type InputOf<One extends Action> = Parameters<Requests[One]>[1];
type OutputOf<One extends Action> = Awaited<ReturnType<Requests[One]>>;

/** Sends the request of one of the actions `Own`. @throws what AWS answers instead. */
export type Call<Own extends Action = Action> = <One extends Own>(
  action: One,
  input: InputOf<One>,
) => Promise<OutputOf<One>>;

const SENT: {
  readonly [One in Action]: (of: ClientOf, input: InputOf<One>) => Promise<OutputOf<One>>;
} = REQUESTS;

/** Sends each request by the client that `clientsFor` its action gives. */
export function callsBy(clientsFor: (action: Action) => ClientOf): Call {
  return (action, input) => SENT[action](clientsFor(action), input);
}
