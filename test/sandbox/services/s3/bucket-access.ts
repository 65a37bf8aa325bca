import type { Policy } from '../../iam/policy.ts';
import { NO_POLICY, parsePolicy } from '../../iam/policy.ts';
import type { PolicyDocument } from '../../world.ts';
import type { Need, RequestContext } from '../../service.ts';
import type { BucketState } from '../../state/bucket-state.ts';
import type { StoredObject } from '../../state/bucket-state.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/** Shared by all operations on objects: finding the bucket, and deciding who may learn whether a key exists. */

export function objectNeed(
  action: string,
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  context: RequestContext,
): Need {
  return onResource(action, Bucket, `${bucketArn(Bucket, context)}/${Key}`, context);
}

export function bucketNeed(action: string, bucket: string, context: RequestContext): Need {
  return onResource(action, bucket, bucketArn(bucket, context), context);
}

/** Returns a permission together with the bucket's policy. A bucket without a policy allows no other account. */
function onResource(
  action: string,
  bucket: string,
  resource: string,
  { organisation, account }: RequestContext,
): Need {
  const found = organisation.findBucket(bucket);
  const owner = found?.accountId ?? account.id;
  const keys = { 'aws:ResourceAccount': owner };
  const isSameAccount = owner === account.id;
  const document = found?.world.policy;
  if (document === undefined && isSameAccount) return { action, resource, keys };
  const policy = document === undefined ? NO_POLICY : parsed(document);
  return {
    action,
    resource,
    keys,
    resourcePolicy: { kind: 'resource-based policy', policy, isSameAccount },
  };
}

/** Parsed bucket policies. A bucket's policy never changes, and every request evaluates it. */
const policies = new WeakMap<PolicyDocument, Policy>();

function parsed(document: PolicyDocument): Policy {
  const before = policies.get(document);
  if (before !== undefined) return before;
  const policy = parsePolicy(document, 'resource');
  policies.set(document, policy);
  return policy;
}

/**
 * Returns the bucket.
 *
 * @throws ServiceFailure NoSuchBucket, or PermanentRedirect for a bucket of another Region
 */
export function bucketOf(name: string, { organisation, region }: RequestContext): BucketState {
  const bucket = organisation.findBucket(name);
  if (bucket === undefined) {
    throw new ServiceFailure('NoSuchBucket', 'The specified bucket does not exist', 404, {
      BucketName: name,
    });
  }
  if (bucket.region !== region) {
    throw new ServiceFailure(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. ' +
        'Please send all future requests to this endpoint.',
      301,
      { Endpoint: `${name}.s3.${bucket.region}.amazonaws.com`, Bucket: name },
    );
  }
  return bucket;
}

/**
 * Returns the failure for an object that does not exist: 404 for a caller with s3:ListBucket, 403 without it.
 * Basis: S3 API reference, GetObject.
 */
export function absent(
  { Bucket, Key }: { readonly Bucket: string; readonly Key: string },
  context: RequestContext,
): ServiceFailure {
  if (!context.may(bucketNeed('s3:ListBucket', Bucket, context))) {
    return new ServiceFailure('AccessDenied', 'Access Denied', 403);
  }
  return new ServiceFailure('NoSuchKey', 'The specified key does not exist.', 404, { Key });
}

/** Whether an `If-Match` or `If-None-Match` header matches this object. */
export function isNamed(condition: string, object: StoredObject): boolean {
  const tags = condition.split(',').map((tag) => tag.trim().replace(/^"?([^"]*)"?$/, '"$1"'));
  return condition.trim() === '*' || tags.includes(object.etag);
}

export function preconditionFailed(condition: 'If-Match' | 'If-None-Match'): ServiceFailure {
  return new ServiceFailure(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { Condition: condition },
  );
}

function bucketArn(bucket: string, { organisation }: RequestContext): string {
  return `arn:${organisation.partition}:s3:::${bucket}`;
}
