import { templateOf } from '../../../test/sandbox/cloudformation/read-template.ts';
import { isMembers } from '../../../test/sandbox/wire/message.ts';
import type { Members } from '../../../test/sandbox/wire/message.ts';
import { sectionOf, textOf } from '../../cloudformation/sections.ts';
import type { Inputs } from '../inputs.ts';
import { resourceParts } from '../resource-parts.ts';
import type { DeployedTemplate } from '../take-existing.ts';

/**
 * Returns a sentence for each change of a deployed role's path. A new path replaces the role, and
 * CloudFormation cannot replace a resource with a fixed name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 * (RoleName, Path)
 */
export async function rolePathFaults(
  deployed: DeployedTemplate,
  inputs: Inputs,
): Promise<readonly string[]> {
  if (deployed.kind !== 'read') return [];
  const before = pathsOf(templateOf(deployed.template).resources, {});
  const { guards } = inputs;
  const extensions = isMembers(guards) ? sectionOf(guards, 'extensions') : {};
  const parts = await resourceParts(inputs);
  const after = new Map(
    parts.flatMap((part) => [...pathsOf(sectionOf(part, 'Resources'), extensions)]),
  );
  const moves = new Set(
    [...after].flatMap(([id, path]) => {
      const was = before.get(id);
      return was === undefined || was === path ? [] : [`from ${was} to ${path}`];
    }),
  );
  return [...moves].map(
    (move) =>
      `deploy.rolePath or role.path: roles of the deployed stack would move ${move}, and CloudFormation cannot replace a role that has a name. Keep the path, or remove the stack, which keeps topics and state, and deploy again.`,
  );
}

/** Returns the path of each role by its id. The path of an extension overrides that of the resource. */
function pathsOf(resources: Members, extensions: Members): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(resources).flatMap(([id, body]): [string, string][] => {
      if (!isMembers(body) || body['Type'] !== 'AWS::IAM::Role') return [];
      const extension = sectionOf(sectionOf(extensions, id), 'Properties')['Path'];
      return [[id, textOf(extension ?? sectionOf(body, 'Properties')['Path'] ?? '/')]];
    }),
  );
}
