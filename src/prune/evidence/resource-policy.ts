import { AwsCallError, readFailure } from '../../aws/failures.ts';
import { parseJson } from '../../documents/codec.ts';
import { readEvidence } from './collect/read.ts';
import type { VersionCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { NO_SUCH_RESOURCE } from './caller.ts';

export const GET_POLICY = 'lambda:GetPolicy';

const LONGEST_TEXT = 200;

/**
 * The check for versions with a resource policy of their own. Any policy counts as a use, even one that cannot be parsed.
 * Only a 404 means that there is no policy.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
 */
export const resourcePolicy: VersionCaller<'resource-policy', typeof GET_POLICY> = {
  check: 'resource-policy',
  label: 'the resource policy',
  sentence: 'its resource policy allows invocation:',
  whenApplying: 'read-again',
  grants: {
    [GET_POLICY]: {
      reason: 'Versions that a policy, of their own or of their function, lets a trigger invoke.',
      // GetPolicy has its own limit of 15 a second: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
      pace: { name: 'policies', perSecond: 12 },
      probe: ({ call }) => call(GET_POLICY, { FunctionName: UNUSED_NAME, Qualifier: '1' }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
  kind: 'version',

  read({ call }, { region, functionName, version }) {
    const scope = { kind: 'version', region, functionName, version } as const;
    return readEvidence('resource-policy', scope, GET_POLICY, async () => {
      const answer = await readPolicy(GET_POLICY, () =>
        call(GET_POLICY, { FunctionName: functionName, Qualifier: version }),
      );
      if (answer === undefined) return [];
      return [{ region, functionName, version, by: grantees(answer.Policy) }];
    });
  },
};

/** Calls `read` and returns its answer; undefined for a 404: there is no policy. @throws AwsCallError for any other error */
export async function readPolicy<Answer>(
  action: string,
  read: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await read();
  } catch (error) {
    const failure = readFailure(error, action);
    if (failure.errorName === 'ResourceNotFoundException') return undefined;
    throw new AwsCallError(failure, error);
  }
}

/** Returns a policy's statements with their principals, cut at 200 characters; `unknown principals` without statements. */
export function grantees(policy: string | undefined): string {
  const statements = listOf(field(parseJson(policy ?? ''), 'Statement'));
  if (statements.length === 0) return 'unknown principals';
  return shortenedText(statements.map(granteesOf).join('; '));
}

export function granteesOf(statement: unknown): string {
  const sid = field(statement, 'Sid');
  const principals = textsIn(field(statement, 'Principal')).join(', ');
  const name = typeof sid === 'string' && sid !== '' ? sid : 'a statement';
  return principals === '' ? name : `${name} (${principals})`;
}

export function shortenedText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

/** Returns a policy's field as a list, whether it has one value or several; empty when it is absent. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
