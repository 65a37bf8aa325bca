import type { RoleArn } from '../../src/model/aws-ids.ts';
import { roleArn } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { partitionOf } from '../../src/model/regions.ts';
import { functionRoleNames } from '../../src/model/role-names.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** All actions that run a function. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
const INVOKING: readonly string[] = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'];

/**
 * Returns a policy for each of the functions plan, prune and mute whose callers `watchdog.yml` names. It
 * denies invocation to everyone else, and allows nothing: callers need their own permission. A policy of this
 * type replaces all statements of AddPermission, so these functions must never have an
 * `AWS::Lambda::Permission`. Only users, and state machines with their own roles, invoke them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function invocationPolicies({
  deployment,
  engine,
  tooling,
  access,
  deploy,
}: ConfigurationFile): Members {
  const partition = partitionOf(tooling.region);
  const { chat, pruneLoop } = functionRoleNames(deployment);
  const own = (name: typeof chat): RoleArn =>
    roleArn(partition, tooling.account, name, deploy?.rolePath);
  const policyOf = (name: 'Plan' | 'Prune' | 'Mute', roles: readonly RoleArn[]): Members => {
    const arn = `arn:${partition}:lambda:${tooling.region}:${tooling.account}:function:${deployment}-${name.toLowerCase()}`;
    return {
      [`${name}InvocationPolicy`]: {
        Type: 'AWS::Lambda::ResourcePolicy',
        Properties: {
          ResourceArn: { 'Fn::GetAtt': [`${name}LambdaFunction`, 'Arn'] },
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'OnlyThese',
                Effect: 'Deny',
                Principal: '*',
                Action: INVOKING,
                Resource: [arn, `${arn}:*`],
                Condition: {
                  ArnNotEquals: { 'aws:PrincipalArn': [...roles, ...access.breakGlassRoles] },
                },
              },
            ],
          },
        },
      },
    };
  };
  const loop = engine === 'distributed' ? [own(pruneLoop)] : [];
  const { mayPlan, mayPrune, mayMute } = access;
  return {
    // The button in the chat channel may only plan.
    ...(mayPlan !== undefined && policyOf('Plan', [...mayPlan, own(chat), ...loop])),
    ...(mayPrune !== undefined && policyOf('Prune', [...mayPrune, ...loop])),
    ...(mayMute !== undefined && policyOf('Mute', mayMute)),
  };
}
