import { NotUnderstood } from './malformed.ts';

/**
 * The condition keys that the sandbox gives a request, or knows to be absent from every one. A key
 * that is missing here would count as absent, which some operators take for a yes. In lower case.
 */
const KEYS: ReadonlySet<string> = new Set([
  // Of every request: access.ts.
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
  // Of one service.
  'sts:externalid',
  'sts:rolesessionname',
  'states:statemachinequalifier',
  's3:prefix',
  's3:delimiter',
  's3:max-keys',
  // Of KMS: kms-keys.ts, and tests that ask the policies themselves.
  'kms:viaservice',
  'kms:encryptioncontext:parameter_arn',
  'kms:encryptioncontext:aws:logs:arn',
  // Of Service Quotas' own role, which its first request makes.
  'iam:awsservicename',
  'servicequotas:service',
  // Of what the code of a Lambda function requests, and not of what Lambda does with its role, such as making
  // network interfaces, which is not simulated: only tests that ask the policies themselves give it.
  // Basis: Lambda Developer Guide, "Using source function ARN to control function access behavior".
  'lambda:sourcefunctionarn',
  // Of IAM, where a role is passed to a service.
  'iam:passedtoservice',
  // In no request of a session: roles have no MFA, and only alarms call as a service does.
  'aws:multifactorauthpresent',
  'aws:sourcearn',
  'aws:sourceaccount',
]);

/** @throws NotUnderstood */
export function assertKey(key: string): void {
  if (!KEYS.has(key.toLowerCase())) throw new NotUnderstood(`the condition key ${key}`);
}

/**
 * Checks `${key}` and `${key, 'otherwise'}`; `${*}`, `${?}` and `${$}` are characters.
 *
 * @throws NotUnderstood
 */
export function assertVariables(text: string): void {
  for (const [whole, variable = ''] of text.matchAll(/\$\{([^}]*)\}?/g)) {
    if (/^[*?$]$/.test(variable)) continue;
    const found = /^([\w:/-]+)(?:\s*,\s*'[^']*')?$/.exec(variable);
    if (found === null || !whole.endsWith('}')) throw new NotUnderstood(`the variable ${whole}`);
    assertKey(found[1] ?? '');
  }
}
