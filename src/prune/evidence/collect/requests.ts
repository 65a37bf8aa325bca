import {
  DescribeScalableTargetsCommand,
  ApplicationAutoScalingClient,
} from '@aws-sdk/client-application-auto-scaling';
import {
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  CloudFormationClient,
} from '@aws-sdk/client-cloudformation';
import { ListDistributionsCommand, CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { LookupEventsCommand, CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  GetMetricDataCommand,
  ListMetricsCommand,
  CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentsCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  CodeDeployClient,
} from '@aws-sdk/client-codedeploy';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { ListPipesCommand, PipesClient } from '@aws-sdk/client-pipes';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';

import type { ClientOf, Request } from './lambda-requests.ts';
import { LAMBDA_REQUESTS, requestBy } from './lambda-requests.ts';

const REQUESTS = {
  ...LAMBDA_REQUESTS,
  'application-autoscaling:DescribeScalableTargets': requestBy(
    ApplicationAutoScalingClient,
    DescribeScalableTargetsCommand,
  ),
  'cloudformation:DescribeStacks': requestBy(CloudFormationClient, DescribeStacksCommand),
  'cloudformation:GetTemplate': requestBy(CloudFormationClient, GetTemplateCommand),
  'cloudformation:ListStackResources': requestBy(CloudFormationClient, ListStackResourcesCommand),
  'cloudfront:ListDistributions': requestBy(CloudFrontClient, ListDistributionsCommand),
  'cloudtrail:LookupEvents': requestBy(CloudTrailClient, LookupEventsCommand),
  'cloudwatch:GetMetricData': requestBy(CloudWatchClient, GetMetricDataCommand),
  'cloudwatch:ListMetrics': requestBy(CloudWatchClient, ListMetricsCommand),
  'codedeploy:BatchGetDeployments': requestBy(CodeDeployClient, BatchGetDeploymentsCommand),
  'codedeploy:GetDeploymentTarget': requestBy(CodeDeployClient, GetDeploymentTargetCommand),
  'codedeploy:ListDeployments': requestBy(CodeDeployClient, ListDeploymentsCommand),
  'codedeploy:ListDeploymentTargets': requestBy(CodeDeployClient, ListDeploymentTargetsCommand),
  'events:ListEventBuses': requestBy(EventBridgeClient, ListEventBusesCommand),
  'events:ListRules': requestBy(EventBridgeClient, ListRulesCommand),
  'events:ListTargetsByRule': requestBy(EventBridgeClient, ListTargetsByRuleCommand),
  'pipes:ListPipes': requestBy(PipesClient, ListPipesCommand),
  'scheduler:GetSchedule': requestBy(SchedulerClient, GetScheduleCommand),
  'scheduler:ListSchedules': requestBy(SchedulerClient, ListSchedulesCommand),
  'states:DescribeStateMachine': requestBy(SFNClient, DescribeStateMachineCommand),
  'states:DescribeStateMachineForExecution': requestBy(
    SFNClient,
    DescribeStateMachineForExecutionCommand,
  ),
  'states:ListExecutions': requestBy(SFNClient, ListExecutionsCommand),
  'states:ListStateMachines': requestBy(SFNClient, ListStateMachinesCommand),
  'states:ListStateMachineVersions': requestBy(SFNClient, ListStateMachineVersionsCommand),
};

type Requests = typeof REQUESTS;
export type Action = keyof Requests;
export type InputOf<One extends Action> = Parameters<Requests[One]>[1];
export type OutputOf<One extends Action> = Awaited<ReturnType<Requests[One]>>;

/** Sends the request of one of the IAM actions `Own`. @throws the error that AWS returns */
export type Call<Own extends Action = Action> = <One extends Own>(
  action: One,
  input: InputOf<One>,
) => Promise<OutputOf<One>>;

const REQUEST_OF: { readonly [One in Action]: Request<InputOf<One>, OutputOf<One>> } = REQUESTS;

export function callsBy(clientsFor: (action: Action) => ClientOf): Call {
  return (action, input) => REQUEST_OF[action](clientsFor(action), input);
}
