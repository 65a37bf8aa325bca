import type { S3Client } from '@aws-sdk/client-s3';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';

import type { BucketStatement } from '../documents/bucket-policy.ts';
import { isTable, parseJson } from '../documents/codec.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { RoleArn } from '../model/aws-ids.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';

export type BucketPolicyReading =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Condition operators that match every role outside their list. */
const NEGATED = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals', 'StringNotLike'];
const PRINCIPAL_ARN = 'aws:principalarn';
const KNOWN_ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];

/**
 * The Sids of `expected` that `policy` does not enforce: at least one action on one object is not denied to all
 * but the statement's roles. Only denials that `denialOf` can read count; an explicit denial always applies,
 * so neither its place in the policy nor other statements matter.
 * @param optionalRoles roles of `expected` that the policy may exempt but need not
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

interface Denial {
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

function statementsIn(policy: string): readonly Readonly<Record<string, unknown>>[] {
  const document = parseJson(policy);
  return listOf(isTable(document) ? document['Statement'] : undefined).filter(isTable);
}

/** The denial in a statement; undefined unless it denies everyone except listed roles, without another condition. */
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

/** In a policy, one value means a list of one. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Whether `pattern` matches all that the pattern `inner` matches. Only a `*` matches a `*` of `inner`. */
function covers(pattern: string, inner: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '[^*]');
  return new RegExp(`^${expression}$`, 's').test(inner);
}

export const GET_BUCKET_POLICY = 's3:GetBucketPolicy';
/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const NO_POLICY = 'NoSuchBucketPolicy';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
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
