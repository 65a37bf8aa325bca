import type { ParameterValue } from '../../test/sandbox/cloudformation/scope.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';

const METADATA = 'LimitsWatchdog';

/** Returns the metadata of a template without parameters: parameter values and ids of resources. */
export function plainMetadata(
  parameters: ReadonlyMap<string, ParameterValue>,
  resources: readonly string[],
): Members {
  return { [METADATA]: { Parameters: Object.fromEntries(parameters), Resources: resources } };
}

/** Returns the ids of this project's resources in a template; undefined when all of them are. */
export function ownResources(template: Members): ReadonlySet<string> | undefined {
  const own = sectionOf(template, 'Metadata')[METADATA];
  const ids = isMembers(own) ? own['Resources'] : undefined;
  return Array.isArray(ids) ? new Set(ids.map(String)) : undefined;
}

/** Returns the parameter values in the metadata of a template without parameters; undefined for any other template. */
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
