import type { VersionUse } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import { parseJson } from '../../documents/codec.ts';
import { readEvidence } from './collect/read.ts';
import type { FunctionCaller } from './caller.ts';
import type { Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import {
  field,
  GET_POLICY,
  granteesOf,
  listOf,
  shortenedText,
  readPolicy,
  resourcePolicy,
} from './resource-policy.ts';

/** The understood elements; any other element could change which versions the policy admits callers to. */
const POLICY_ELEMENTS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'Action',
  'Resource',
  'Condition',
]);

/**
 * The check for versions that the resource policy of a function lets a principal invoke. Since 2026 its statements may
 * name versions or contain a wildcard. Only a 404 means that there is no policy.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html (without Qualifier)
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutResourcePolicy.html
 */
export const functionPolicy: FunctionCaller<'function-policy', typeof GET_POLICY> = {
  check: 'function-policy',
  label: "the function's own policy",
  sentence: "the function's own policy allows invocation:",
  whenApplying: 'read-again',
  // The check of a version's own policy needs the same grant.
  grants: resourcePolicy.grants,
  kind: 'function',

  read({ call, account, region }, functionName) {
    const scope = { kind: 'function', region, functionName } as const;
    return readEvidence('function-policy', scope, GET_POLICY, async () => {
      const answer = await readPolicy(GET_POLICY, () =>
        call(GET_POLICY, { FunctionName: functionName }),
      );
      if (answer === undefined) return [];
      return admittedVersions(answer.Policy, { account, region }, functionName);
    });
  },
};

/** Returns the versions that a policy lets some principal invoke, under any condition; all if it is not fully understood. */
export function admittedVersions(
  policy: string | undefined,
  home: Home,
  functionName: string,
): readonly VersionUse[] {
  const admits = new Map<string, string[]>();
  for (const statement of statementsOf(policy)) {
    if (field(statement, 'Effect') === 'Deny') continue;
    for (const version of new Set(admittedBy(statement, home, functionName))) {
      admits.set(version, [...(admits.get(version) ?? []), granteesOf(statement)]);
    }
  }
  return [...admits].map(([version, by]) => ({
    region: home.region,
    functionName,
    version,
    by: shortenedText(by.join('; ')),
  }));
}

/** Returns the statements of a policy; for an unknown form one `undefined`, which counts as not understood. */
function statementsOf(policy: string | undefined): readonly unknown[] {
  const found = parseJson(policy ?? '');
  const statement = field(found, 'Statement');
  const isUnderstood = hasOnly(found, POLICY_ELEMENTS) && statement !== undefined;
  return isUnderstood ? listOf(statement) : [undefined];
}

/** Returns the versions that an Allow statement names; every version if the statement is not understood. */
function admittedBy(statement: unknown, home: Home, functionName: string): readonly string[] {
  const resources = listOf(field(statement, 'Resource'));
  const isUnderstood =
    hasOnly(statement, STATEMENT_ELEMENTS) &&
    field(statement, 'Effect') === 'Allow' &&
    field(statement, 'Principal') !== undefined &&
    field(statement, 'Action') !== undefined &&
    resources.length > 0;
  if (!isUnderstood) return [EVERY_VERSION];
  return resources.flatMap((resource) => admittedIn(resource, home, functionName));
}

/** Returns the version that a `Resource` names; empty for `$LATEST` or an alias; every version if it is not understood. */
function admittedIn(resource: unknown, home: Home, functionName: string): readonly string[] {
  if (typeof resource !== 'string' || !resource.startsWith('arn:')) return [EVERY_VERSION];
  const found = functionReference(resource, home);
  const isThis =
    found.kind === 'own' && found.region === home.region && found.functionName === functionName;
  if (!isThis) return [EVERY_VERSION];
  if (PUBLISHED_VERSION.test(found.qualifier)) return [found.qualifier];
  return /^\d+$/.test(found.qualifier) ? [EVERY_VERSION] : [];
}

function hasOnly(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).every((name) => names.has(name));
}
