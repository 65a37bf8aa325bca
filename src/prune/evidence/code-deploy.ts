import type { DeploymentInfo, LambdaFunctionInfo } from '@aws-sdk/client-codedeploy';

import { NotRecorded } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { Home } from './function-reference.ts';
import { ownReference } from './function-reference.ts';
import type { Pace, WalkedCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import type { Note } from './reference-notes.ts';
import { noteUses } from './reference-notes.ts';
import { deletedBy, valueIn } from './collect/walk.ts';

const LIST_DEPLOYMENTS = 'codedeploy:ListDeployments';
const BATCH_GET_DEPLOYMENTS = 'codedeploy:BatchGetDeployments';
const LIST_DEPLOYMENT_TARGETS = 'codedeploy:ListDeploymentTargets';
const GET_DEPLOYMENT_TARGET = 'codedeploy:GetDeploymentTarget';

const IN_FLIGHT = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;
const COMPLETE: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
/** The most deployments in one request. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
const IDS_A_REQUEST = 25;

const PACE: Pace = { name: 'deployments', perSecond: 5 };
const NO_DEPLOYMENT = 'd-AAAAAAAAA';
const NO_SUCH_DEPLOYMENT = [
  'DeploymentDoesNotExistException',
  'DeploymentTargetDoesNotExistException',
  'InvalidDeploymentIdException',
];

type Own =
  | typeof LIST_DEPLOYMENTS
  | typeof BATCH_GET_DEPLOYMENTS
  | typeof LIST_DEPLOYMENT_TARGETS
  | typeof GET_DEPLOYMENT_TARGET;

/**
 * The check for versions of unfinished deployments: the new version, and the old one for a rollback.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_LambdaFunctionInfo.html
 */
export const codeDeploy: WalkedCaller<'code-deploy', Own> = {
  check: 'code-deploy',
  label: 'CodeDeploy',
  sentence: 'part of',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_DEPLOYMENTS }],
  grants: {
    [LIST_DEPLOYMENTS]: {
      reason: 'Deployments in flight.',
      pace: PACE,
      probe: ({ call }) => call(LIST_DEPLOYMENTS, { includeOnlyStatuses: ['InProgress'] }),
      input: ({ token }) => ({ includeOnlyStatuses: [...IN_FLIGHT], nextToken: token }),
      read: (page) => ({
        steps: batches(required(page.deployments, 'deployments')).map((ids) => ({
          call: BATCH_GET_DEPLOYMENTS,
          ids: ids.join(' '),
        })),
        next: page.nextToken,
      }),
    },
    [BATCH_GET_DEPLOYMENTS]: {
      reason: 'Which deployments in flight shift functions.',
      pace: PACE,
      probe: ({ call }) => call(BATCH_GET_DEPLOYMENTS, { deploymentIds: [NO_DEPLOYMENT] }),
      grantedBy: NO_SUCH_DEPLOYMENT,
      input: (step) => ({ deploymentIds: valueIn(step, 'ids').split(' ') }),
      read: ({ deploymentsInfo }, step) => {
        const found = new Map(
          required(deploymentsInfo, 'deploymentsInfo').map((one) => [one.deploymentId, one]),
        );
        return {
          steps: valueIn(step, 'ids')
            .split(' ')
            .filter((id) => shiftsFunctions(required(found.get(id), `deployment ${id}`)))
            .map((id) => ({ call: LIST_DEPLOYMENT_TARGETS, id })),
        };
      },
    },
    [LIST_DEPLOYMENT_TARGETS]: {
      reason: 'What a deployment in flight shifts.',
      pace: PACE,
      probe: ({ call }) => call(LIST_DEPLOYMENT_TARGETS, { deploymentId: NO_DEPLOYMENT }),
      grantedBy: NO_SUCH_DEPLOYMENT,
      input: (step) => ({ deploymentId: valueIn(step, 'id'), nextToken: step['token'] }),
      ifFailed: deletedBy(['DeploymentDoesNotExistException']),
      read: (page, step) => {
        const id = valueIn(step, 'id');
        const targets = required(page.targetIds, 'targetIds');
        const isOnlyPage = step['token'] === undefined && (page.nextToken ?? '') === '';
        if (targets.length === 0 && isOnlyPage) {
          throw new NotRecorded(`deployment ${id} does not say yet what it shifts`);
        }
        return {
          steps: targets.map((target) => ({ call: GET_DEPLOYMENT_TARGET, id, target })),
          next: page.nextToken,
        };
      },
    },
    [GET_DEPLOYMENT_TARGET]: {
      reason: 'The two versions between which a deployment shifts.',
      pace: PACE,
      probe: ({ call }) =>
        call(GET_DEPLOYMENT_TARGET, { deploymentId: NO_DEPLOYMENT, targetId: UNUSED_NAME }),
      grantedBy: NO_SUCH_DEPLOYMENT,
      input: (step) => ({ deploymentId: valueIn(step, 'id'), targetId: valueIn(step, 'target') }),
      read: ({ deploymentTarget }, step, home) => {
        const target = required(deploymentTarget, 'deploymentTarget');
        switch (target.deploymentTargetType) {
          case 'InstanceTarget':
          case 'ECSTarget':
          case 'CloudFormationTarget':
            return {};
          case 'LambdaTarget':
          case undefined: {
            const info = required(target.lambdaTarget?.lambdaFunctionInfo, 'lambdaFunctionInfo');
            return { notes: notesOfShift(info, valueIn(step, 'id'), home) };
          }
        }
      },
    },
  },
};

/** Returns whether a deployment is unfinished and of Lambda; a deployment without a platform counts as Lambda. */
function shiftsFunctions({ computePlatform, status }: DeploymentInfo): boolean {
  const isComplete = COMPLETE.includes(status ?? '');
  return !isComplete && (computePlatform === undefined || computePlatform === 'Lambda');
}

/** Returns both versions of a deployment as uses. */
function notesOfShift(info: LambdaFunctionInfo, id: string, home: Home): readonly Note[] {
  const shift = ownReference(info.functionName, home);
  const versions = [
    required(info.currentVersion, 'currentVersion'),
    required(info.targetVersion, 'targetVersion'),
  ];
  return noteUses(
    versions.map((qualifier) => ({ ...shift, qualifier })),
    `CodeDeploy deployment ${id}`,
  );
}

function batches(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / IDS_A_REQUEST) }, (_, at) =>
    ids.slice(at * IDS_A_REQUEST, (at + 1) * IDS_A_REQUEST),
  );
}
