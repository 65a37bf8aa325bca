import type { StackSetPermissions } from '../model/deploy/deploy-settings.ts';
import { shellWord } from '../text/shell-words.ts';

/* Commands of the AWS CLI for a POSIX shell. */

/** The values of template parameters, by name. `KEPT` keeps the deployed value. */
export type Parameters = Readonly<Record<string, string | typeof KEPT>>;

export const KEPT = Symbol('the value that is deployed');

/** A template with its values, deployed as a StackSet or as a stack. */
export interface StackSet {
  readonly name: string;
  readonly template: string;
  readonly parameters: Parameters;
  /** The tags of the stacks, which CloudFormation also gives to the roles. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The Region and permission model of the StackSets. */
export interface StackSetPlace {
  /** The Region of the StackSets and of all of their stacks, as roles are global. */
  readonly region: string;
  readonly permissions: StackSetPermissions;
  /** Whether a delegated administrator for StackSets creates them, not the management account. */
  readonly isDelegated: boolean;
}

/** Accounts with equal parameter overrides: account ids, the whole organisation, or the organisation without one account. */
export interface InstanceGroup<
  Ids = readonly string[] | 'organization' | { readonly organizationWithout: string },
> {
  readonly ids: Ids;
  readonly overrides: Parameters;
}

/**
 * Options that deploy to all accounts at once and continue after failures. By default, StackSets deploy to one
 * account at a time and stop after the first failure.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export const PREFERENCES = [
  '--operation-preferences',
  'MaxConcurrentPercentage=100,FailureTolerancePercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE',
];

/**
 * The command that creates a StackSet. With managed execution, later operations are queued instead of refused.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 * @param isAutomatic whether accounts get the stack when they join the organisation, and lose it when they leave
 */
export function createStackSet(set: StackSet, place: StackSetPlace, isAutomatic = false): string {
  return commandOf([
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

/** The command that updates a StackSet. It names all parameters, as a missing one would be reset to its default. */
export function updateStackSet(set: StackSet, place: StackSetPlace): string {
  return commandOf([...opening('update-stack-set', set, place), ...contentWords(set, PREFERENCES)]);
}

/**
 * The command that creates or updates one stack per account, in one Region, since roles are global. An update
 * replaces all overrides of these accounts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
export function instancesCommand(
  operation: 'create-stack-instances' | 'update-stack-instances',
  set: StackSet,
  { ids, overrides }: InstanceGroup,
  place: StackSetPlace,
): string {
  return commandOf([
    ...opening(operation, set, place),
    `--regions ${place.region}`,
    ...targetWords(ids, place),
    ...PREFERENCES,
    ...(Object.keys(overrides).length === 0
      ? []
      : ['--parameter-overrides', ...parameterWords(overrides)]),
  ]);
}

/** The commands that create the StackSet of a role and its stacks. */
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

/** The command for a separate stack, in an account that no StackSet reaches. */
export function stackCommand(
  operation: 'create-stack' | 'update-stack',
  set: StackSet,
  region: string,
): string {
  return commandOf([
    `aws cloudformation ${operation}`,
    `--region ${region}`,
    `--stack-name ${set.name}`,
    ...contentWords(set),
  ]);
}

/** The command that creates or updates a stack. Parameters that it does not name keep their deployed value. */
export function deployStack(
  { name, template, parameters, tags }: StackSet,
  region: string,
): string {
  return commandOf([
    'aws cloudformation deploy',
    `--region ${region}`,
    `--stack-name ${name}`,
    `--template-file ${template}`,
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
    `--region ${place.region}`,
    ...(place.isDelegated ? ['--call-as DELEGATED_ADMIN'] : []),
    `--stack-set-name ${name}`,
  ];
}

function contentWords(set: StackSet, options: readonly string[] = []): readonly string[] {
  return [
    `--template-body file://${set.template}`,
    '--capabilities CAPABILITY_NAMED_IAM',
    ...options,
    '--parameters',
    ...parameterWords(set.parameters),
    ...tagWords(set),
  ];
}

/** The parameters in the shorthand syntax of the AWS CLI. Values with commas or equals signs are in quotes. */
function parameterWords(parameters: Parameters): readonly string[] {
  return Object.entries(parameters).map(([name, value]) => {
    if (value === KEPT) return `ParameterKey=${name},UsePreviousValue=true`;
    if (value.startsWith('$')) return `"ParameterKey=${name},ParameterValue=\\"${value}\\""`;
    return /[,=*]/.test(value)
      ? `'ParameterKey=${name},ParameterValue="${value}"'`
      : `ParameterKey=${name},ParameterValue=${value}`;
  });
}

/** The option for tags, with all tags: an update replaces all tags, but without the option it keeps them. */
function tagWords({ tags }: StackSet): readonly string[] {
  // In quotes, an equals sign in a value is part of the value.
  const quoted = Object.entries(tags).map(([key, value]) =>
    shellWord(`Key="${key}",Value="${value}"`),
  );
  return tagsOption(quoted);
}

function tagsOption(words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : ['--tags', ...words];
}

/** The command with each option on a line. The values have been checked for characters that a shell interprets. */
export function commandOf(parts: readonly string[]): string {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined || part.startsWith('--')) lines.push(part);
    else lines[lines.length - 1] = `${last} ${part}`;
  }
  return lines.join(' \\\n  ');
}
