import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { cachedByObject } from './remember.ts';
import { intrinsicOf } from './resource-schemas.ts';

/** Returns which branch of an `Fn::If` to follow, by its condition; undefined for both. */
export type Branch = (condition: string) => boolean | undefined;

/**
 * Returns the ids of the resources that CloudFormation creates before this one: those in its DependsOn, and
 * those that its properties refer to.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
 */
export function dependenciesOf(
  resource: Members,
  resources: Members,
  branch?: Branch,
): readonly string[] {
  const names = branch === undefined ? namesIn(resource) : namesInBranches(resource, branch);
  return names.filter((id) => Object.hasOwn(resources, id));
}

/** Cached for each resource, since most resources are in many templates. */
const namesIn = cachedByObject((resource: Members) => namesInBranches(resource, () => undefined));

function namesInBranches(resource: Members, branch: Branch): readonly string[] {
  const named = [resource['DependsOn'] ?? []].flat().map(String);
  return [...new Set([...named, ...referencesIn(resource['Properties'], branch)])];
}

function referencesIn(value: unknown, branch: Branch): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => referencesIn(item, branch));
  if (!isMembers(value)) return [];
  const [name, argument] = intrinsicOf(value) ?? ['', undefined];
  const list: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  switch (name) {
    case 'Ref':
      return [String(argument)];
    case 'Fn::GetAtt':
      return [String(list[0]).split('.')[0] ?? ''];
    case 'Fn::Sub':
      return [
        ...[...String(list[0]).matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, id = '']) => id),
        ...referencesIn(list[1], branch),
      ];
    case 'Fn::If': {
      const chosen = branch(String(list[0]));
      return [
        ...(chosen === false ? [] : referencesIn(list[1], branch)),
        ...(chosen === true ? [] : referencesIn(list[2], branch)),
      ];
    }
    default:
      return Object.values(value).flatMap((member) => referencesIn(member, branch));
  }
}

/** Returns one circle of resources that depend on each other, regardless of conditions; empty when there is none. */
export function cycleIn(after: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const circleFrom = (id: string, above: readonly string[]): readonly string[] => {
    if (above.includes(id)) return above.slice(above.indexOf(id));
    if (done.has(id)) return [];
    for (const other of after.get(id) ?? []) {
      const circle = circleFrom(other, [...above, id]);
      if (circle.length > 0) return circle;
    }
    done.add(id);
    return [];
  };
  for (const id of after.keys()) {
    const circle = circleFrom(id, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
