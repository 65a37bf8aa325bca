import { templateOf } from '../../../test/sandbox/cloudformation/read-template.ts';
import { isMembers } from '../../../test/sandbox/wire/message.ts';
import type { DeployedTemplate } from '../take-existing.ts';
import type { Guards } from './guards.ts';

/**
 * Whether the deployed roles are below another path: a role moves by being made anew, and CloudFormation replaces
 * no resource that has a name. Sentences.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html (RoleName, Path)
 */
export function rolePathFaults(
  deployed: DeployedTemplate,
  { path = '/' }: Guards,
): readonly string[] {
  if (deployed.kind !== 'read') return [];
  const { resources } = templateOf(deployed.template);
  const paths = Object.values(resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::IAM::Role' || !isMembers(Properties)) return [];
    return [String(Properties['Path'] ?? '/')];
  });
  const other = paths.find((one) => one !== path);
  return other === undefined
    ? []
    : [
        `deploy.rolePath: the roles of the deployed stack are below ${other}, and CloudFormation cannot move them to ${path}. Keep rolePath: ${other}, or remove the stack, which keeps topics and state, and deploy again.`,
      ];
}
