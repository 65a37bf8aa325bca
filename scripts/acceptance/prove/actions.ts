/** Besides, where a version is given provisioned concurrency. */
export const PROVISIONED_ACTIONS: readonly string[] = [
  'lambda:DeleteProvisionedConcurrencyConfig',
  'lambda:GetProvisionedConcurrencyConfig',
  'lambda:ListProvisionedConcurrencyConfigs',
  'lambda:PutProvisionedConcurrencyConfig',
];

/** All that a run, and the removal of what it has made, ask of AWS. GetCallerIdentity needs no permission. */
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
