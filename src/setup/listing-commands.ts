import { ACCOUNT_ACTIONS, LISTING_ACTIONS } from '../accounts/organizations.ts';
import type { RoleArn } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import { functionRoleNames } from '../model/role-names.ts';
import { shellWord } from '../text/shell-words.ts';
import type { SetupStep } from './model.ts';
import { stackSetPlace } from './role-stack-sets.ts';
import type { Parameters } from './stack-set-commands.ts';
import { deployStack } from './stack-set-commands.ts';

const USUAL_ROLE = 'limits-watchdog-list';
const USUAL_DEPLOYMENT = 'limits-watchdog';

/**
 * The step that lets the functions list the accounts of the organisation; none without discovery. It creates the
 * role that the configuration names, usually in the management account; if none is named, a delegation policy.
 */
export function listingSteps(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
): readonly SetupStep[] {
  const { discovery } = configuration;
  if (discovery === undefined) return [];
  return [
    discovery.listingRole === undefined
      ? delegationStep(configuration)
      : listingRoleStep(configuration, discovery.listingRole, externalId),
  ];
}

function listingRoleStep(
  configuration: ConfigurationFile,
  role: RoleArn,
  externalId: Parameters[string],
): SetupStep {
  const { deployment, tooling } = configuration;
  const functions = functionRoleNames(deployment);
  const [, ...pathAndName] = role.split('/');
  const name = pathAndName.at(-1) ?? '';
  const path = pathAndName.slice(0, -1);
  const { rolePath, tags = {} } = configuration.deploy ?? {};
  const { permissionsBoundary } = configuration.role;
  return {
    title: 'The role that lists the accounts of the organisation',
    notes: [
      `With credentials of account ${role.split(':')[4] ?? ''}, best the management account. The role reads accounts, OUs and tags, nothing else.`,
    ],
    commands: [
      deployStack(
        {
          name: `${deployment}-list-role`,
          template: 'src/stacks/organization-list-role.yml',
          tags,
          parameters: {
            ToolingAccountId: tooling.account,
            ExternalId: externalId,
            ...(rolePath !== undefined && { FunctionRolePath: rolePath }),
            ...(path.length > 0 && { RolePath: `/${path.join('/')}/` }),
            ...(permissionsBoundary !== undefined && { PermissionsBoundary: permissionsBoundary }),
            ...(deployment !== USUAL_DEPLOYMENT && {
              WatchRoleName: functions.watch,
              PlanFunctionRoleName: functions.plan,
              PruneFunctionRoleName: functions.prune,
            }),
            ...(name !== USUAL_ROLE && { RoleName: name }),
          },
        },
        stackSetPlace(configuration).region,
      ),
    ],
  };
}

function delegationStep(configuration: ConfigurationFile): SetupStep {
  const { deployment, tooling } = configuration;
  const partition = partitionOf(tooling.region);
  const region = globalRegionOf(partition);
  const content = JSON.stringify(delegationPolicy(configuration));
  return {
    title: `Account ${tooling.account} may list the accounts of the organisation`,
    notes: [
      'With credentials of the management account. Not needed where that is the tooling account.',
      'The delegation policy lets three functions read accounts, OUs and tags, nothing else. An organisation has one: where it has one already, the command shows it and changes nothing; then add the statement to it, in the place of an earlier one.',
      `Instead they may assume a role there: set accounts.organizations.role to arn:${partition}:iam::MANAGEMENT_ACCOUNT_ID:role/${deployment}-list, and the command setup prints its stack.`,
      'Never make the tooling account a delegated administrator for StackSets for this: it could then put any role into any member account.',
    ],
    commands: [
      `aws organizations describe-resource-policy --region ${region} --query ResourcePolicy.Content --output text || \\\n  aws organizations put-resource-policy --region ${region} \\\n  --content ${shellWord(content)}`,
    ],
  };
}

/**
 * The resource-based delegation policy of the organisation, with only the actions that the functions call. A
 * condition names their roles: AWS refuses a principal that does not exist, and a role that is deleted and created
 * again is another principal. AWS's example also has `*` as resource of these actions.
 * https://docs.aws.amazon.com/organizations/latest/userguide/security_iam_resource-based-policy-examples.html
 */
export function delegationPolicy({
  deployment,
  tooling,
  deploy,
}: Pick<ConfigurationFile, 'deployment' | 'tooling' | 'deploy'>) {
  const account = `arn:${partitionOf(tooling.region)}:iam::${tooling.account}`;
  const { watch, plan, prune } = functionRoleNames(deployment);
  const path = deploy?.rolePath ?? '/';
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'LimitsWatchdogReadsAccounts',
        Effect: 'Allow',
        Principal: { AWS: `${account}:root` },
        Action: [...new Set([...LISTING_ACTIONS, ...ACCOUNT_ACTIONS])],
        Resource: '*',
        Condition: {
          ArnEquals: {
            'aws:PrincipalArn': [watch, plan, prune].map((role) => `${account}:role${path}${role}`),
          },
        },
      },
    ],
  };
}
