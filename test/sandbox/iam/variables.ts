import { NotUnderstood } from './malformed.ts';

/**
 * Condition keys, in lower case, that the sandbox sets on requests or knows to be absent from every request. An
 * unlisted key would count as absent, which makes some operators true by mistake.
 */
const KEYS: ReadonlySet<string> = new Set([
  // In every request; set in access.ts.
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:userid',
  'aws:requestedregion',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tokenissuetime',
  'aws:securetransport',
  'aws:viaawsservice',
  'aws:resourceaccount',
  // In requests of a single service.
  'sts:externalid',
  'sts:rolesessionname',
  'states:statemachinequalifier',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  // In requests to KMS: set in kms-keys.ts and by tests that evaluate the policies directly.
  'kms:viaservice',
  'kms:encryptioncontext:parameter_arn',
  'kms:encryptioncontext:aws:logs:arn',
  // In CreateServiceLinkedRole, which the first request of Service Quotas uses to create its role.
  'iam:awsservicename',
  'servicequotas:service',
  // In requests of a function's own code, but not in requests that Lambda itself makes with the function's role,
  // such as creating network interfaces. Lambda's own requests are not simulated, so only tests that evaluate the
  // policies directly set this key. Basis: Lambda Developer Guide, "Using source function ARN to control function
  // access behavior".
  'lambda:sourcefunctionarn',
  // In IAM requests that pass a role to a service.
  'iam:passedtoservice',
  // In no request of a role session: roles have no MFA, and only alarms call as a service.
  'aws:multifactorauthpresent',
  'aws:sourcearn',
  'aws:sourceaccount',
]);

/**
 * Checks that the sandbox knows a condition key.
 *
 * @throws NotUnderstood for an unknown key
 */
export function assertKey(key: string): void {
  if (!KEYS.has(key.toLowerCase())) throw new NotUnderstood(`the condition key ${key}`);
}

/**
 * Checks the keys of `${key}` and `${key, 'default'}` in a text; `${*}`, `${?}` and `${$}` are characters.
 *
 * @throws NotUnderstood for an unknown key
 */
export function assertVariables(text: string): void {
  for (const [whole, variable = ''] of text.matchAll(/\$\{([^}]*)\}?/g)) {
    if (/^[*?$]$/.test(variable)) continue;
    const found = /^([\w:/-]+)(?:\s*,\s*'[^']*')?$/.exec(variable);
    if (found === null || !whole.endsWith('}')) throw new NotUnderstood(`the variable ${whole}`);
    assertKey(found[1] ?? '');
  }
}
