import type { ParameterValue } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';

const METADATA = 'LimitsWatchdog';

/** What the metadata of a template without parameters says of it; a larger template may include it. */
export function plainMetadata(
  parameters: ReadonlyMap<string, ParameterValue>,
  resources: readonly string[],
): Members {
  return { [METADATA]: { Parameters: Object.fromEntries(parameters), Resources: resources } };
}

/** The logical ids of our resources; undefined where all resources of the template are ours. */
export function ownResources(template: Members): ReadonlySet<string> | undefined {
  const own = sectionOf(template, 'Metadata')[METADATA];
  const ids = isMembers(own) ? own['Resources'] : undefined;
  return Array.isArray(ids) ? new Set(ids.map(String)) : undefined;
}

/** The values that a template without parameters was made with; undefined for any other template. */
export function plainParameters(
  template: Members,
): Readonly<Record<string, ParameterValue>> | undefined {
  const own = sectionOf(template, 'Metadata')[METADATA];
  if (!isMembers(own)) return undefined;
  const values = Object.entries(sectionOf(own, 'Parameters')).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(String) : String(value),
  ]);
  return Object.fromEntries(values);
}
