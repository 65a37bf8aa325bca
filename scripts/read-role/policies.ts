import { neededActions, resourceOf } from '../../src/limits/limit.ts';
import type { Limit, LimitAction } from '../../src/limits/limit.ts';

/** A statement of the policy for a set of limits. */
interface Statement {
  /** The statement's id without the set's name, which is put before it. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * Returns the statements for what these limits read, without actions that the role always has: lists on `*`,
 * lists with their own resource path, and single quotas. Resources that need the same actions share a
 * statement.
 */
export function statementsOf(
  limits: readonly Limit[],
  always: readonly LimitAction[],
): readonly Statement[] {
  const granted = new Set(always.map(keyOf));
  const needed = neededActions(limits, true).filter((one) => !granted.has(keyOf(one)));
  const onAll = needed.flatMap(({ action, on }) => (on === undefined ? [action] : []));
  return [
    ...(onAll.length === 0 ? [] : [{ sid: 'Lists', actions: onAll.toSorted(), resources: ['*'] }]),
    ...grouped(
      needed.filter(({ on }) => typeof on === 'string'),
      () => 'ListsByPath',
      (one) => `arn:\${AWS::Partition}:${serviceOf(one.action)}:*::${resourceOf(one) ?? ''}`,
    ),
    ...grouped(
      needed.filter(({ on }) => typeof on === 'object'),
      (actions) => QUOTA_SIDS[actions.join(' ')] ?? 'Quotas',
      (one) => `arn:\${AWS::Partition}:servicequotas:*:\${AWS::AccountId}:${resourceOf(one) ?? ''}`,
    ),
  ];
}

const VALUE = 'servicequotas:GetServiceQuota';
const REQUESTS = 'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota';
const QUOTA_SIDS: Readonly<Record<string, string>> = {
  [VALUE]: 'QuotaValues',
  [REQUESTS]: 'QuotaRequests',
};

/** Returns one statement for all resources that need the same actions. */
function grouped(
  needed: readonly LimitAction[],
  sidOf: (actions: readonly string[]) => string,
  arnOf: (one: LimitAction) => string,
): readonly Statement[] {
  const byResource = groupedBy(needed, arnOf);
  const byActions = groupedBy([...byResource], ([, those]) =>
    those
      .map(({ action }) => action)
      .toSorted()
      .join(' '),
  );
  return [...byActions].map(([joined, those]) => {
    const actions = joined.split(' ');
    return { sid: sidOf(actions), actions, resources: those.map(([arn]) => arn) };
  });
}

function groupedBy<Item>(
  items: readonly Item[],
  keyOfItem: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function keyOf(one: LimitAction): string {
  return `${one.action} ${resourceOf(one) ?? ''}`;
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

/** Returns the YAML lines of a set's policy, under the condition of its parameter, such as `WatchesEvents`. */
export function policyYaml(
  set: string,
  condition: string,
  statements: readonly Statement[],
): readonly string[] {
  return [
    '- !If',
    `  - ${condition}`,
    `  - PolicyName: watch-${set}`,
    '    PolicyDocument:',
    "      Version: '2012-10-17'",
    '      Statement:',
    ...statements.flatMap(({ sid, actions, resources }) =>
      [
        `- Sid: ${condition.replace(/^Watches/, '')}${sid}`,
        '  Effect: Allow',
        ...valueYaml('Action', actions),
        ...valueYaml('Resource', resources.map(resourceYaml)),
      ].map((line) => `        ${line}`),
    ),
    '  - !Ref AWS::NoValue',
  ];
}

function valueYaml(name: string, values: readonly string[]): readonly string[] {
  const [only] = values;
  if (values.length === 1) return [`  ${name}: ${only}`];
  return [`  ${name}:`, ...values.map((value) => `    - ${value}`)];
}

function resourceYaml(resource: string): string {
  return resource === '*' ? "'*'" : `!Sub ${resource}`;
}
