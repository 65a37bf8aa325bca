import type { S3Client } from '@aws-sdk/client-s3';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';

import type { BucketStatement } from '../documents/bucket-policy.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { RoleArn } from '../model/aws-ids.ts';
import { catchFailure } from '../aws/catch-failure.ts';
import { withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';

/** The policy of a bucket, as S3 answered. */
export type BucketPolicyFound =
  | { readonly kind: 'found'; readonly text: string }
  /** The bucket has none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Any of them, negated, holds for everybody whose role is not in its list. */
const NEGATED = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals', 'StringNotLike'];
const PRINCIPAL_ARN = 'aws:principalarn';
const KNOWN_ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];

/**
 * The Sids of `expected` that a bucket's policy does not say: some action on some object is denied to
 * others than the roles of the statement by no statement of the policy that is understood. How the
 * policy divides it into statements, and what else is in it, does not matter: an explicit denial always applies.
 * @param spared roles that a statement may let in, and need not
 */
export function missingStatements(
  policy: string,
  expected: readonly BucketStatement[],
  spared: readonly RoleArn[],
): readonly string[] {
  const denials = statementsIn(policy).flatMap((one) => denialOf(one) ?? []);
  return expected
    .filter((statement) => {
      const allowed = statement.Condition.ArnNotEquals['aws:PrincipalArn'];
      const writers = allowed.filter((arn) => !spared.includes(arn));
      const fitting = denials.filter(
        ({ roles }) =>
          writers.every((arn) => roles.includes(arn)) &&
          roles.every((role) => allowed.some((arn) => arn === role)),
      );
      return !statement.Action.every((action) =>
        statement.Resource.every((resource) =>
          fitting.some(
            ({ actions, resources }) =>
              actions.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase())) &&
              resources.some((pattern) => covers(pattern, resource)),
          ),
        ),
      );
    })
    .map(({ Sid }) => Sid);
}

interface Denial {
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function statementsIn(policy: string): readonly Readonly<Record<string, unknown>>[] {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  const found = isMap(document) ? document['Statement'] : undefined;
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  return all.flatMap((one) => (isMap(one) ? [one] : []));
}

/** Undefined for a statement that does not deny everybody but some roles, or has a further condition. */
function denialOf(statement: Readonly<Record<string, unknown>>): Denial | undefined {
  const isKnown = Object.keys(statement).every((name) => KNOWN_ELEMENTS.includes(name));
  if (!isKnown || statement['Effect'] !== 'Deny' || !isEverybody(statement['Principal'])) {
    return undefined;
  }
  const condition = onlyEntry(statement['Condition']);
  if (condition === undefined || !NEGATED.includes(condition[0])) return undefined;
  const key = onlyEntry(condition[1]);
  if (key === undefined || key[0].toLowerCase() !== PRINCIPAL_ARN) return undefined;
  return {
    roles: textsOf(key[1]),
    actions: textsOf(statement['Action']),
    resources: textsOf(statement['Resource']),
  };
}

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  const of = onlyEntry(principal);
  return of?.[0] === 'AWS' && textsOf(of[1]).includes('*');
}

function onlyEntry(value: unknown): readonly [string, unknown] | undefined {
  const [first, ...others] = isMap(value) ? Object.entries(value) : [];
  return others.length === 0 ? first : undefined;
}

function textsOf(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (typeof one === 'string' ? [one] : []));
}

/** Whether everything that fits `inner` fits `pattern`: a `*` of `inner` fits nothing but a `*`. */
function covers(pattern: string, inner: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '[^*]');
  return new RegExp(`^${expression}$`, 's').test(inner);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const GET_BUCKET_POLICY = 's3:GetBucketPolicy';
/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const NO_POLICY = 'NoSuchBucketPolicy';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export async function readBucketPolicy(s3: S3Client, bucket: string): Promise<BucketPolicyFound> {
  return catchFailure<BucketPolicyFound>(
    () =>
      withOperation(GET_BUCKET_POLICY, async () => {
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
        return { kind: 'found', text: required(Policy, 'Policy') };
      }),
    (failure) => (failure.errorName === NO_POLICY ? { kind: 'none' } : { kind: 'failed', failure }),
  );
}
