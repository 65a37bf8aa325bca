/** The further IAM actions that `prove` needs with `--with-provisioned-concurrency`. */
export const PROVISIONED_ACTIONS: readonly string[] = [
  'lambda:DeleteProvisionedConcurrencyConfig',
  'lambda:GetProvisionedConcurrencyConfig',
  'lambda:ListProvisionedConcurrencyConfigs',
  'lambda:PutProvisionedConcurrencyConfig',
];

/** The IAM actions of a run of `prove` and of its cleanup. GetCallerIdentity needs no permission. */
export const PROVE_ACTIONS: readonly string[] = [
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:GetRole',
  'iam:ListRoles',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:TagRole',
  'lambda:CreateAlias',
  'lambda:CreateFunction',
  'lambda:DeleteFunction',
  'lambda:GetAccountSettings',
  'lambda:GetFunction',
  'lambda:GetPolicy',
  'lambda:ListFunctions',
  'lambda:ListTags',
  'lambda:PublishVersion',
  'lambda:PutResourcePolicy',
  'lambda:TagResource',
  'lambda:UpdateFunctionConfiguration',
  'sts:AssumeRole',
];
