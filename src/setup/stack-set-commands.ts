import type { SetupAccount, StackSetPermissions } from './model.ts';

/* Commands of the AWS CLI for a POSIX shell. */

/** Parameters of a stack, by name. */
export type Parameters = Readonly<Record<string, string>>;

export interface StackSet {
  readonly name: string;
  readonly template: string;
  readonly parameters: Parameters;
}

/**
 * Managed execution lets the operations that follow wait in line instead of being refused.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 */
export function createStackSet(
  set: StackSet,
  region: string,
  permissions: StackSetPermissions,
): string {
  return words([
    'aws cloudformation create-stack-set',
    '--region',
    region,
    '--stack-set-name',
    set.name,
    '--template-body',
    `file://${set.template}`,
    '--capabilities CAPABILITY_NAMED_IAM',
    '--managed-execution Active=true',
    ...(permissions === 'service-managed'
      ? ['--permission-model SERVICE_MANAGED', '--auto-deployment Enabled=false']
      : ['--permission-model SELF_MANAGED']),
    '--parameters',
    ...parameterWords(set.parameters),
  ]);
}

/**
 * One instance an account, in one Region, since roles are global. In an organisation the accounts are
 * those of the whole tree that are named.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeploymentTargets.html
 */
export function createInstances(
  set: StackSet,
  accounts: readonly SetupAccount[],
  overrides: Parameters,
  region: string,
  permissions: StackSetPermissions,
): string {
  const ids = accounts.map(({ id }) => id);
  return words([
    'aws cloudformation create-stack-instances',
    '--region',
    region,
    '--stack-set-name',
    set.name,
    '--regions',
    region,
    ...(permissions === 'service-managed'
      ? [
          '--deployment-targets',
          `OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)",AccountFilterType=INTERSECTION,Accounts=${ids.join(',')}`,
        ]
      : ['--accounts', ...ids]),
    ...(Object.keys(overrides).length === 0
      ? []
      : ['--parameter-overrides', ...parameterWords(overrides)]),
  ]);
}

/** In the AWS CLI's shorthand, where commas and equals signs mean something outside quotes. */
export function parameterWords(parameters: Parameters): readonly string[] {
  return Object.entries(parameters).map(([name, value]) =>
    /[,=]/.test(value)
      ? `'ParameterKey=${name},ParameterValue="${value}"'`
      : `ParameterKey=${name},ParameterValue=${value}`,
  );
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
