import type { Scope } from '../../test/sandbox/cloudformation/scope.ts';
import { parametersOf } from '../../test/sandbox/cloudformation/scope.ts';
import { assertRules } from '../../test/sandbox/cloudformation/stack-roles.ts';
import { templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { resolvedMembers } from './settled-template.ts';

/** An empty place of the stack: conditions and rules of these templates refer only to parameters. */
const NO_PLACE = { stackName: '', partition: '', accountId: '', region: '' };

/**
 * Returns the resources of a template with parameters and conditions resolved for these values, so that
 * another template can contain them. Pseudo parameters and attributes stay.
 * @throws StackRefused for values that the template does not accept
 */
export function resolvedResources(
  document: Members,
  values: Readonly<Record<string, string>>,
): Members {
  const template = templateOf(document);
  const parameters = parametersOf(template, values);
  const scope: Scope = { template, place: NO_PLACE, parameters };
  assertRules(scope);
  return resolvedMembers(template.resources, scope);
}
