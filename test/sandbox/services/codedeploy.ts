import * as sdk from '@aws-sdk/client-codedeploy';
import type {
  BatchGetDeploymentsInput,
  BatchGetDeploymentsOutput,
  GetDeploymentInput,
  GetDeploymentOutput,
  GetDeploymentTargetInput,
  GetDeploymentTargetOutput,
  ListApplicationsInput,
  ListApplicationsOutput,
  ListDeploymentsInput,
  ListDeploymentsOutput,
  ListDeploymentTargetsInput,
  ListDeploymentTargetsOutput,
} from '@aws-sdk/client-codedeploy';
import type { Need, RequestContext, ServiceDefinition } from '../service.ts';
import type { KnownDeployment } from './codedeploy/deployments.ts';
import { operation } from '../service.ts';
import { NotSimulated, ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import {
  deploymentNamed,
  deploymentsOf,
  groupArn,
  infoOf,
  targetOf,
  targetIdOf,
} from './codedeploy/deployments.ts';
import { latestFirst, takeTokenPage } from './token-page.ts';

/** Items of a page; AWS publishes no figure. */
const PAGE = 100;
/** The most deployments in one request. Basis: CodeDeploy API reference, BatchGetDeployments. */
const BATCH = 25;

/** AWS CodeDeploy. AWS publishes no rate: ten a second, shared by all operations, is an assumption. */
export const codedeploy: ServiceDefinition = {
  signingName: 'codedeploy',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'CodeDeploy_20141006',
  spellings: jsonSpellings(400),
  rate: { name: 'codedeploy', perSecond: 10, burst: 10 },
  operations: {
    ListApplications: operation<ListApplicationsInput, ListApplicationsOutput>({
      needs: () => [{ action: 'codedeploy:ListApplications', resource: '*' }],
      handle({ nextToken }, { account, region }) {
        const names = (account.region(region).deployApplications ?? []).map(({ name }) => name);
        const { items, next } = takeTokenPage(names, (name) => name, tokenOf(nextToken, {}));
        return { applications: [...items], ...(next === undefined ? {} : { nextToken: next }) };
      },
    }),

    /**
     * Lists the deployments of one group, or of the whole account and Region; an application without a group is
     * refused.
     */
    ListDeployments: operation<ListDeploymentsInput, ListDeploymentsOutput>({
      validate({ applicationName, deploymentGroupName, externalId }) {
        if (externalId !== undefined) throw new NotSimulated('deployments by external id');
        if (applicationName !== undefined && deploymentGroupName === undefined) {
          throw new ServiceFailure(
            'DeploymentGroupNameRequiredException',
            'Deployment Group name is missing',
          );
        }
        if (applicationName === undefined && deploymentGroupName !== undefined) {
          throw new ServiceFailure(
            'ApplicationNameRequiredException',
            'Application name is missing',
          );
        }
      },
      needs: ({ applicationName = '*', deploymentGroupName = '*' }, context) => [
        {
          action: 'codedeploy:ListDeployments',
          resource: groupArn(applicationName, deploymentGroupName, context),
        },
      ],
      handle({ nextToken, ...query }, context) {
        const { applicationName, deploymentGroupName, includeOnlyStatuses = [] } = query;
        const { start, end } = query.createTimeRange ?? {};
        assertApplication(applicationName, context);
        const found = deploymentsOf(context).filter(
          ({ application, group, status, createdAtDate }) =>
            [undefined, application.name].includes(applicationName) &&
            [undefined, group].includes(deploymentGroupName) &&
            (includeOnlyStatuses.length === 0 || includeOnlyStatuses.includes(status)) &&
            (start === undefined || createdAtDate >= start) &&
            (end === undefined || createdAtDate <= end),
        );
        const { items, next } = takeTokenPage(found, latest, tokenOf(nextToken, query));
        return {
          deployments: items.map(({ id }) => id),
          ...(next === undefined ? {} : { nextToken: next }),
        };
      },
    }),

    GetDeployment: operation<GetDeploymentInput, GetDeploymentOutput>({
      needs: ({ deploymentId }, context) => [
        groupNeed('codedeploy:GetDeployment', deploymentId, context),
      ],
      handle: ({ deploymentId }, context) => ({
        deploymentInfo: infoOf(deploymentNamed(deploymentId, context)),
      }),
    }),

    /**
     * Leaves out deployments that do not exist, without an error. AWS does not document this; it is the stricter
     * way.
     */
    BatchGetDeployments: operation<BatchGetDeploymentsInput, BatchGetDeploymentsOutput>({
      validate({ deploymentIds }) {
        if (deploymentIds.length > BATCH) {
          throw new ServiceFailure(
            'BatchLimitExceededException',
            `The number of deployments exceeds the limit of ${BATCH}.`,
          );
        }
        if (deploymentIds.length === 0) {
          throw new ServiceFailure('DeploymentIdRequiredException', 'No deployment id was given.');
        }
      },
      needs: ({ deploymentIds }, context) =>
        deploymentIds.map((id) => groupNeed('codedeploy:BatchGetDeployments', id, context)),
      handle: ({ deploymentIds }, context) => ({
        deploymentsInfo: deploymentsOf(context)
          .filter(({ id }) => deploymentIds.includes(id))
          .map(infoOf),
      }),
    }),

    ListDeploymentTargets: operation<ListDeploymentTargetsInput, ListDeploymentTargetsOutput>({
      needs: () => [{ action: 'codedeploy:ListDeploymentTargets', resource: '*' }],
      handle({ deploymentId, targetFilters }, context) {
        if (targetFilters !== undefined) throw new NotSimulated('filters of deployment targets');
        return { targetIds: targetIdOf(deploymentNamed(deploymentId, context)) };
      },
    }),

    GetDeploymentTarget: operation<GetDeploymentTargetInput, GetDeploymentTargetOutput>({
      needs: () => [{ action: 'codedeploy:GetDeploymentTarget', resource: '*' }],
      handle({ deploymentId, targetId }, context) {
        const deployment = deploymentNamed(deploymentId, context);
        if (!targetIdOf(deployment).includes(targetId)) {
          throw new ServiceFailure(
            'DeploymentTargetDoesNotExistException',
            `The deployment target ${targetId} does not exist.`,
          );
        }
        return { deploymentTarget: targetOf(deployment, targetId, context) };
      },
    }),
  },
};

function latest({ createdAtDate, id }: KnownDeployment): string {
  return latestFirst(createdAtDate.getTime(), id);
}

function tokenOf(token: string | undefined, query: object) {
  const invalid = () =>
    new ServiceFailure('InvalidNextTokenException', 'The next token is not valid.');
  return { token, size: PAGE, query, invalid };
}

/**
 * Returns the permission on the deployment's group. For a deployment that does not exist, IAM compares any group
 * (AWS does not document this).
 */
function groupNeed(action: string, deploymentId: string, context: RequestContext): Need {
  const found = deploymentsOf(context).find(({ id }) => id === deploymentId);
  const resource = groupArn(found?.application.name ?? '*', found?.group ?? '*', context);
  return { action, resource };
}

function assertApplication(name: string | undefined, { account, region }: RequestContext): void {
  const known = account.region(region).deployApplications ?? [];
  if (name === undefined || known.some((application) => application.name === name)) return;
  throw new ServiceFailure(
    'ApplicationDoesNotExistException',
    `No application found for name: ${name}`,
  );
}
