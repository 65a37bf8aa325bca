import type { S3Client } from '@aws-sdk/client-s3';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';

import type { BucketStatement } from '../documents/bucket-policy.ts';
import { isTable, parseJson } from '../documents/codec.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { RoleArn } from '../model/aws-ids.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';

/** The bucket's policy as JSON text; `none` for a bucket without a policy; `failed` if it could not be read. */
export type BucketPolicyReading =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Condition operators of IAM that match every role outside their list. */
const NEGATED = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals', 'StringNotLike'];
const PRINCIPAL_ARN = 'aws:principalarn';
const KNOWN_ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];

/**
 * The Sids of the expected statements that `policy` does not enforce: it lets another role do one of the actions
 * on one of the objects. An explicit Deny always applies, so statements are checked one by one. A statement that
 * `denialOf` does not understand, or that denies a role which must write, is ignored.
 * @param optionalRoles roles of `expected` that the policy may exempt from the Deny but need not
 */
export function missingStatements(
  policy: string,
  expected: readonly BucketStatement[],
  optionalRoles: readonly RoleArn[],
): readonly string[] {
  const denials = statementsIn(policy).flatMap((one) => denialOf(one) ?? []);
  return expected
    .filter((statement) => {
      const allowed = statement.Condition.ArnNotEquals['aws:PrincipalArn'];
      const writers = allowed.filter((arn) => !optionalRoles.includes(arn));
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

/** A Deny statement for everyone except `roles`. */
interface Denial {
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function statementsIn(policy: string): readonly Readonly<Record<string, unknown>>[] {
  const document = parseJson(policy);
  return listOf(isTable(document) ? document['Statement'] : undefined).filter(isTable);
}

/** Reads a Deny for everyone except listed roles; undefined for any other statement, or one with more conditions. */
function denialOf(statement: Readonly<Record<string, unknown>>): Denial | undefined {
  const isKnown = Object.keys(statement).every((name) => KNOWN_ELEMENTS.includes(name));
  if (!isKnown || statement['Effect'] !== 'Deny' || !isEveryone(statement['Principal'])) {
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

function isEveryone(principal: unknown): boolean {
  if (principal === '*') return true;
  const of = onlyEntry(principal);
  return of?.[0] === 'AWS' && textsOf(of[1]).includes('*');
}

function onlyEntry(value: unknown): readonly [string, unknown] | undefined {
  const [first, ...others] = isTable(value) ? Object.entries(value) : [];
  return others.length === 0 ? first : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

/** The value as a list: a policy may have a single value in place of a list. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Whether `pattern` matches every text that the pattern `inner` matches. Only a `*` covers a `*` of `inner`. */
function covers(pattern: string, inner: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '[^*]');
  return new RegExp(`^${expression}$`, 's').test(inner);
}

export const GET_BUCKET_POLICY = 's3:GetBucketPolicy';
/** The error for a bucket without a policy: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const NO_POLICY = 'NoSuchBucketPolicy';

/** The policy of a bucket: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export async function readBucketPolicy(s3: S3Client, bucket: string): Promise<BucketPolicyReading> {
  return catchFailure<BucketPolicyReading>(
    () =>
      withOperation(GET_BUCKET_POLICY, async () => {
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
        return { kind: 'found', text: required(Policy, 'Policy') };
      }),
    (failure) => (failure.errorName === NO_POLICY ? { kind: 'none' } : { kind: 'failed', failure }),
  );
}
