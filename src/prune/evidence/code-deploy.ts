import type { DeploymentInfo, LambdaFunctionInfo } from '@aws-sdk/client-codedeploy';

import { NotRecorded } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import { unlessGone } from './collect/unless-deleted.ts';
import { ownReference } from './function-reference.ts';
import type { EvidenceReads, Pace, WalkedCaller } from './caller.ts';
import { NOBODYS_NAME } from '../../aws/probe.ts';
import type { Step, Taken, Words } from './collect/wide-check.ts';
import { nextPage, notedUses, word } from './collect/wide-check.ts';

const LIST_DEPLOYMENTS = 'codedeploy:ListDeployments';
const BATCH_GET_DEPLOYMENTS = 'codedeploy:BatchGetDeployments';
const LIST_DEPLOYMENT_TARGETS = 'codedeploy:ListDeploymentTargets';
const GET_DEPLOYMENT_TARGET = 'codedeploy:GetDeploymentTarget';

const IN_FLIGHT = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;
const OVER: readonly string[] = ['Succeeded', 'Failed', 'Stopped'];
/** The most that one request may name. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html */
const IDS_A_REQUEST = 25;

const PACE: Pace = { name: 'deployments', perSecond: 5 };
/** Of the form that CodeDeploy gives its deployments. */
const NOBODYS_DEPLOYMENT = 'd-AAAAAAAAA';
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
type Reads = EvidenceReads<Own>;

/**
 * The versions between which deployments in flight shift traffic: where to, and where a rollback goes.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_LambdaFunctionInfo.html
 */
export const codeDeploy: WalkedCaller<'code-deploy', Own> = {
  check: 'code-deploy',
  label: 'CodeDeploy',
  sentence: 'part of',
  whenApplying: 'aged',
  grants: {
    [LIST_DEPLOYMENTS]: {
      reason: 'Deployments in flight.',
      pace: PACE,
      probe: ({ call }) => call(LIST_DEPLOYMENTS, { includeOnlyStatuses: ['InProgress'] }),
    },
    [BATCH_GET_DEPLOYMENTS]: {
      reason: 'Which deployments in flight shift functions.',
      pace: PACE,
      probe: ({ call }) => call(BATCH_GET_DEPLOYMENTS, { deploymentIds: [NOBODYS_DEPLOYMENT] }),
      grantedBy: NO_SUCH_DEPLOYMENT,
    },
    [LIST_DEPLOYMENT_TARGETS]: {
      reason: 'What a deployment in flight shifts.',
      pace: PACE,
      probe: ({ call }) => call(LIST_DEPLOYMENT_TARGETS, { deploymentId: NOBODYS_DEPLOYMENT }),
      grantedBy: NO_SUCH_DEPLOYMENT,
    },
    [GET_DEPLOYMENT_TARGET]: {
      reason: 'The two versions between which a deployment shifts.',
      pace: PACE,
      probe: ({ call }) =>
        call(GET_DEPLOYMENT_TARGET, { deploymentId: NOBODYS_DEPLOYMENT, targetId: NOBODYS_NAME }),
      grantedBy: NO_SUCH_DEPLOYMENT,
    },
  },
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_DEPLOYMENTS }],

  async take(reads, step) {
    switch (step.call) {
      case LIST_DEPLOYMENTS:
        return list(reads, step);
      case BATCH_GET_DEPLOYMENTS:
        return deployments(reads, step);
      case LIST_DEPLOYMENT_TARGETS:
        return listTargets(reads, step);
      case GET_DEPLOYMENT_TARGET:
        return target(reads, step);
      default:
        throw new TypeError(`${step.call} is no step of this check`);
    }
  },
};

async function list(reads: Reads, step: Step): Promise<Taken> {
  const { token } = step;
  const page = await reads.call(LIST_DEPLOYMENTS, {
    includeOnlyStatuses: [...IN_FLIGHT],
    nextToken: token,
  });
  const ids = required(page.deployments, 'deployments');
  return {
    steps: [
      ...batches(ids).map((some) => ({ call: BATCH_GET_DEPLOYMENTS, ids: some.join(' ') })),
      ...nextPage(step, page.nextToken),
    ],
  };
}

async function deployments(reads: Reads, step: Step): Promise<Taken> {
  const ids = word(step, 'ids').split(' ');
  const { deploymentsInfo } = await reads.call(BATCH_GET_DEPLOYMENTS, { deploymentIds: ids });
  const found = new Map(
    required(deploymentsInfo, 'deploymentsInfo').map((one) => [one.deploymentId, one]),
  );
  return {
    steps: ids
      .filter((id) => shiftsFunctions(required(found.get(id), `deployment ${id}`)))
      .map((id) => ({ call: LIST_DEPLOYMENT_TARGETS, id })),
  };
}

/** Of what platform nobody says, it may be Lambda's. */
function shiftsFunctions({ computePlatform, status }: DeploymentInfo): boolean {
  const isOver = OVER.includes(status ?? '');
  return !isOver && (computePlatform === undefined || computePlatform === 'Lambda');
}

async function listTargets(reads: Reads, step: Step): Promise<Taken> {
  const { token } = step;
  const id = word(step, 'id');
  const page = await unlessGone(step.call, ['DeploymentDoesNotExistException'], () =>
    reads.call(LIST_DEPLOYMENT_TARGETS, {
      deploymentId: id,
      nextToken: token,
    }),
  );
  if (page === undefined) return {};
  const ids = required(page.targetIds, 'targetIds');
  const more = nextPage(step, page.nextToken);
  if (ids.length === 0 && more.length === 0 && token === undefined) {
    throw new NotRecorded(`deployment ${id} does not say yet what it shifts`);
  }
  return {
    steps: [...ids.map((target) => ({ call: GET_DEPLOYMENT_TARGET, id, target })), ...more],
  };
}

async function target(reads: Reads, step: Step): Promise<Taken> {
  const id = word(step, 'id');
  const { deploymentTarget } = await reads.call(GET_DEPLOYMENT_TARGET, {
    deploymentId: id,
    targetId: word(step, 'target'),
  });
  const { deploymentTargetType, lambdaTarget } = required(deploymentTarget, 'deploymentTarget');
  switch (deploymentTargetType) {
    case 'InstanceTarget':
    case 'ECSTarget':
    case 'CloudFormationTarget':
      return {};
    case 'LambdaTarget':
    case undefined:
      return {
        notes: shifted(required(lambdaTarget?.lambdaFunctionInfo, 'lambdaFunctionInfo'), id, reads),
      };
  }
}

function shifted(info: LambdaFunctionInfo, id: string, reads: Reads): readonly Words[] {
  const shift = ownReference(info.functionName, reads);
  const versions = [
    required(info.currentVersion, 'currentVersion'),
    required(info.targetVersion, 'targetVersion'),
  ];
  return notedUses(
    versions.map((qualifier) => ({ ...shift, qualifier })),
    `CodeDeploy deployment ${id}`,
  );
}

function batches(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / IDS_A_REQUEST) }, (_, at) =>
    ids.slice(at * IDS_A_REQUEST, (at + 1) * IDS_A_REQUEST),
  );
}
