import type {
  DeploymentInfo,
  DeploymentTarget,
  RevisionLocation,
} from '@aws-sdk/client-codedeploy';
import { createHash } from 'node:crypto';
import type { RequestContext } from '../../service.ts';
import type { DeployApplicationWorld, DeploymentWorld } from '../../world/deployments.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/** A deployment with its defaults filled in. */
export interface KnownDeployment extends DeploymentWorld {
  readonly application: DeployApplicationWorld;
  readonly group: string;
  readonly status: NonNullable<DeploymentWorld['status']>;
  readonly createdAtDate: Date;
}

export function deploymentsOf(context: RequestContext): readonly KnownDeployment[] {
  const { account, region, organisation } = context;
  const anHourAgo = organisation.startedAt - 3_600_000;
  return (account.region(region).deployApplications ?? []).flatMap((application) =>
    (application.deployments ?? []).map((deployment) => ({
      ...deployment,
      application,
      group: deployment.group ?? application.name,
      status: deployment.status ?? 'InProgress',
      createdAtDate: new Date(deployment.createdAt ?? anHourAgo),
    })),
  );
}

/**
 * Returns the deployment with this id.
 *
 * @throws ServiceFailure when no such deployment exists
 */
export function deploymentNamed(id: string, context: RequestContext): KnownDeployment {
  if (!/^d-[A-Z0-9]+$/.test(id)) {
    throw new ServiceFailure('InvalidDeploymentIdException', `${id} is not a deployment id.`);
  }
  const found = deploymentsOf(context).find((deployment) => deployment.id === id);
  if (found !== undefined) return found;
  throw new ServiceFailure(
    'DeploymentDoesNotExistException',
    `The deployment ${id} could not be found`,
  );
}

export function groupArn(
  application: string,
  group: string,
  { organisation, account, region }: RequestContext,
): string {
  const place = `${organisation.partition}:codedeploy:${region}:${account.id}`;
  return `arn:${place}:deploymentgroup:${application}/${group}`;
}

export function infoOf(deployment: KnownDeployment): DeploymentInfo {
  const { application, group, id, status, createdAtDate } = deployment;
  return {
    applicationName: application.name,
    deploymentGroupName: group,
    deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    deploymentId: id,
    revision: revisionOf(deployment),
    status,
    createTime: createdAtDate,
    creator: 'user',
    ignoreApplicationStopFailures: false,
    updateOutdatedInstancesOnly: false,
    deploymentStyle: {
      deploymentType: 'BLUE_GREEN',
      deploymentOption: 'WITH_TRAFFIC_CONTROL',
    },
    computePlatform: application.platform ?? 'Lambda',
  };
}

/** Returns the ids of the deployment's targets: one for a deployment to Lambda, none for other platforms. */
export function targetIdOf({ lambda }: KnownDeployment): string[] {
  return lambda === undefined ? [] : [`${nameIn(lambda.functionName)}:${lambda.alias}`];
}

export function targetOf(
  deployment: KnownDeployment,
  targetId: string,
  { organisation, account, region }: RequestContext,
): DeploymentTarget {
  const { lambda } = deployment;
  const place = `${organisation.partition}:lambda:${region}:${account.id}:function`;
  return {
    deploymentTargetType: 'LambdaTarget',
    lambdaTarget: {
      deploymentId: deployment.id,
      targetId,
      targetArn: `arn:${place}:${targetId}`,
      status: deployment.status === 'Succeeded' ? 'Succeeded' : 'InProgress',
      lastUpdatedAt: deployment.createdAtDate,
      lifecycleEvents: [],
      lambdaFunctionInfo: {
        functionName: nameIn(lambda?.functionName ?? ''),
        functionAlias: lambda?.alias,
        currentVersion: lambda?.currentVersion,
        targetVersion: lambda?.targetVersion,
        targetVersionWeight: lambda?.targetWeight ?? 0,
      },
    },
  };
}

/**
 * Returns the deployment's revision. Basis of the format: CodeDeploy, "AppSpec 'resources' section (AWS Lambda
 * deployments)".
 */
function revisionOf(deployment: KnownDeployment): RevisionLocation {
  const { lambda, revision = 'AppSpecContent', application, id } = deployment;
  const content =
    deployment.appSpec ??
    JSON.stringify({
      version: 0.0,
      Resources: [
        {
          function: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              Name: lambda?.functionName,
              Alias: lambda?.alias,
              CurrentVersion: lambda?.currentVersion,
              TargetVersion: lambda?.targetVersion,
            },
          },
        },
      ],
    });
  const isElsewhere =
    (lambda === undefined && deployment.appSpec === undefined) || revision === 'S3';
  if (isElsewhere) {
    return {
      revisionType: 'S3',
      s3Location: { bucket: `${application.name}-revisions`, key: `${id}.zip`, bundleType: 'zip' },
    };
  }
  const sha256 = createHash('sha256').update(content).digest('hex');
  return revision === 'String'
    ? { revisionType: 'String', string: { content, sha256 } }
    : { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } };
}

function nameIn(functionName: string): string {
  return functionName.split(':').at(functionName.startsWith('arn:') ? 6 : 0) ?? functionName;
}
