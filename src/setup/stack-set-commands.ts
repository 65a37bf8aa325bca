import type { StackSetPermissions } from '../model/deploy/deploy-settings.ts';
import { shellWord } from '../text/shell-words.ts';

/* Commands of the AWS CLI for a POSIX shell. */

/** Values of parameters by name; `KEPT` keeps the one that is deployed. */
export type Parameters = Readonly<Record<string, string | typeof KEPT>>;

export const KEPT = Symbol('the value that is deployed');

export interface StackSet {
  readonly name: string;
  readonly template: string;
  readonly parameters: Parameters;
  /** Of its stacks, and by them of the roles. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Where the StackSets are, and as whom they are made. */
export interface StackSetPlace {
  /** Of the StackSets and of their stacks: roles are global. */
  readonly region: string;
  readonly permissions: StackSetPermissions;
  readonly isDelegated: boolean;
}

/** Accounts whose instances override the same parameters: those with these ids, or all of the organisation, without one or with it. */
export interface InstanceGroup<
  Ids = readonly string[] | 'organization' | { readonly organizationWithout: string },
> {
  readonly ids: Ids;
  readonly overrides: Parameters;
}

/**
 * All accounts at once, and none of them stops the others: by default it is one at a time, and the first that
 * refuses ends the operation.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export const PREFERENCES = [
  '--operation-preferences',
  'MaxConcurrentPercentage=100,FailureTolerancePercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE',
];

/**
 * Managed execution lets the operations that follow wait in line instead of being refused.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 * @param isAutomatic whether each account that joins the organisation gets the stack, and loses it when it leaves
 */
export function createStackSet(set: StackSet, place: StackSetPlace, isAutomatic = false): string {
  return words([
    ...opening('create-stack-set', set, place),
    ...contentWords(set, [
      '--managed-execution Active=true',
      ...(place.permissions === 'service-managed'
        ? [
            '--permission-model SERVICE_MANAGED',
            isAutomatic
              ? '--auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false'
              : '--auto-deployment Enabled=false',
          ]
        : ['--permission-model SELF_MANAGED']),
    ]),
  ]);
}

/** All parameters are named: one that is left out would get its default. */
export function updateStackSet(set: StackSet, place: StackSetPlace): string {
  return words([...opening('update-stack-set', set, place), ...contentWords(set, PREFERENCES)]);
}

/**
 * One instance an account, in one Region, since roles are global. In an organisation the accounts are those of
 * the whole tree that are named. An update then overrides these parameters and no others.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
export function instancesCommand(
  operation: 'create-stack-instances' | 'update-stack-instances',
  set: StackSet,
  { ids, overrides }: InstanceGroup,
  place: StackSetPlace,
): string {
  return words([
    ...opening(operation, set, place),
    '--regions',
    place.region,
    ...targetWords(ids, place),
    ...PREFERENCES,
    ...(Object.keys(overrides).length === 0
      ? []
      : ['--parameter-overrides', ...parameterWords(overrides)]),
  ]);
}

/** The StackSet of a role, and its instances. */
export function roleCommands(
  set: StackSet,
  groups: readonly InstanceGroup[],
  place: StackSetPlace,
): readonly string[] {
  return [
    createStackSet(set, place),
    ...groups.map((group) => instancesCommand('create-stack-instances', set, group, place)),
  ];
}

/** A stack of its own, for an account that no StackSet reaches. */
export function stackCommand(
  operation: 'create-stack' | 'update-stack',
  set: StackSet,
  region: string,
): string {
  return words([
    `aws cloudformation ${operation}`,
    '--region',
    region,
    '--stack-name',
    set.name,
    ...contentWords(set),
  ]);
}

/** Makes a stack or updates it; parameters that are not named keep the value that is deployed. */
export function deployStack(
  { name, template, parameters, tags }: StackSet,
  region: string,
): string {
  return words([
    'aws cloudformation deploy',
    '--region',
    region,
    '--stack-name',
    name,
    '--template-file',
    template,
    '--capabilities CAPABILITY_NAMED_IAM',
    '--no-fail-on-empty-changeset',
    '--parameter-overrides',
    ...Object.entries(parameters).flatMap(([parameter, value]) => {
      if (value === KEPT) return [];
      if (value.startsWith('$')) return [`"${parameter}=${value}"`];
      return [value.includes('*') ? `'${parameter}=${value}'` : `${parameter}=${value}`];
    }),
    ...tagsOption(Object.entries(tags).map(([key, value]) => shellWord(`${key}=${value}`))),
  ]);
}

export const ROOT = `OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)"`;

function targetWords(
  accounts: InstanceGroup['ids'],
  { permissions }: StackSetPlace,
): readonly string[] {
  if (accounts === 'organization') return ['--deployment-targets', ROOT];
  if (!('organizationWithout' in accounts) && permissions !== 'service-managed') {
    return ['--accounts', ...accounts];
  }
  const filter =
    'organizationWithout' in accounts
      ? `DIFFERENCE,Accounts=${accounts.organizationWithout}`
      : `INTERSECTION,Accounts=${accounts.join(',')}`;
  return ['--deployment-targets', `${ROOT},AccountFilterType=${filter}`];
}

export function opening(
  operation: string,
  { name }: Pick<StackSet, 'name'>,
  place: StackSetPlace,
): readonly string[] {
  return [
    `aws cloudformation ${operation}`,
    '--region',
    place.region,
    ...(place.isDelegated ? ['--call-as DELEGATED_ADMIN'] : []),
    '--stack-set-name',
    name,
  ];
}

/** Template, options, parameters and tags. */
function contentWords(set: StackSet, options: readonly string[] = []): readonly string[] {
  return [
    '--template-body',
    `file://${set.template}`,
    '--capabilities CAPABILITY_NAMED_IAM',
    ...options,
    '--parameters',
    ...parameterWords(set.parameters),
    ...tagWords(set),
  ];
}

/** In the AWS CLI's shorthand, where commas and equals signs mean something outside quotes. */
function parameterWords(parameters: Parameters): readonly string[] {
  return Object.entries(parameters).map(([name, value]) => {
    if (value === KEPT) return `ParameterKey=${name},UsePreviousValue=true`;
    if (value.startsWith('$')) return `"ParameterKey=${name},ParameterValue=\\"${value}\\""`;
    return /[,=*]/.test(value)
      ? `'ParameterKey=${name},ParameterValue="${value}"'`
      : `ParameterKey=${name},ParameterValue=${value}`;
  });
}

/** All of them each time: an update with tags replaces those that are there, one without keeps them. */
function tagWords({ tags }: StackSet): readonly string[] {
  // In quotes, so that an equals sign in a value is part of it.
  const quoted = Object.entries(tags).map(([key, value]) =>
    shellWord(`Key="${key}",Value="${value}"`),
  );
  return tagsOption(quoted);
}

function tagsOption(words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : ['--tags', ...words];
}

/** One command, an option with its value on each line. Values were checked: nothing in them is special to a shell. */
export function words(parts: readonly string[]): string {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined || part.startsWith('--')) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.join(' \\\n  ');
}
