import type { StackPlace } from '../../test/sandbox/cloudformation/scope.ts';
import { StackRefused } from '../../test/sandbox/cloudformation/scope.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { ownResources, plainParameters } from '../cloudformation/plain-parameters.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import { withoutParameters } from './settled-template.ts';
import type { EarlierTemplate } from './what-differs.ts';

/**
 * Returns an earlier template and the following one in a form that can be compared. If either has no
 * parameters, the parameters of the other are resolved. Of a larger template, only the resources of this
 * service are kept.
 */
export function comparableTemplates(
  earlier: EarlierTemplate,
  template: Members,
  place: StackPlace,
): readonly [EarlierTemplate, Members] {
  if (earlier.kind === 'none') return [earlier, template];
  const isPlain = (one: Members): boolean => plainParameters(one) !== undefined;
  if (!isPlain(earlier.template) && !isPlain(template)) return [earlier, template];
  const settled = (one: Members): Members =>
    isPlain(one) ? withOwnResources(one) : withoutParameters(one, place);
  try {
    return [{ ...earlier, template: settled(earlier.template) }, settled(template)];
  } catch (error) {
    if (!(error instanceof StackRefused)) throw error;
    return [{ kind: 'none', why: `${earlier.of} cannot be compared: ${error.message}` }, template];
  }
}

function withOwnResources(template: Members): Members {
  const own = ownResources(template);
  const resources = Object.entries(sectionOf(template, 'Resources'));
  return {
    ...template,
    Resources: Object.fromEntries(resources.filter(([id]) => own?.has(id) !== false)),
  };
}
