import * as sdk from '@aws-sdk/client-s3';
import type { PreparedRequest, ServiceDefinition } from '../service.ts';
import type { WireRequest } from '../wire/message.ts';
import type { Spellings } from '../wire/spellings.ts';
import { decodeChunks } from './s3/chunks.ts';
import { getBucketPolicy } from './s3/bucket-policy.ts';
import { deleteObject } from './s3/delete-object.ts';
import { listBuckets } from './s3/list-buckets.ts';
import { listObjects } from './s3/list-objects.ts';
import { getObject, headObject, listObjectVersions } from './s3/read-objects.ts';
import { putObject } from './s3/put-object.ts';

/** Errors of S3. Basis: S3 API reference, "Error responses", list of error codes. */
const spellings: Spellings = {
  unknownKey: {
    code: 'InvalidAccessKeyId',
    status: 403,
    message: 'The AWS Access Key Id you provided does not exist in our records.',
  },
  foreignToken: {
    code: 'InvalidToken',
    status: 400,
    message: 'The provided token is malformed or otherwise invalid.',
  },
  wrongSignature: {
    code: 'SignatureDoesNotMatch',
    status: 403,
    message: 'The request signature we calculated does not match the signature you provided.',
  },
  expired: { code: 'ExpiredToken', status: 400, message: 'The provided token has expired.' },
  denied: { code: 'AccessDenied', status: 403, isResourceQuoted: true },
  throttled: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
  invalid: { code: 'InvalidRequest', status: 400 },
  serverError: {
    code: 'InternalError',
    status: 500,
    message: 'We encountered an internal error. Please try again.',
  },
};

/** Amazon S3: the account's buckets, and objects with versions and conditional writes. */
export const s3: ServiceDefinition = {
  signingName: 's3',
  sdk,
  protocol: 'restXml',
  xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  spellings,
  prepare,
  operations: {
    ListBuckets: listBuckets,
    GetBucketPolicy: getBucketPolicy,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: headObject,
    DeleteObject: deleteObject,
    ListObjectsV2: listObjects,
    ListObjectVersions: listObjectVersions,
  },
};

/** Finds the bucket in the host name or, when the host is an IP address, at the start of the path. */
function prepare(request: WireRequest): PreparedRequest {
  const unchunked = { ...request, body: decodeChunks(request) };
  const inHost = /^(.+)\.s3[.-]/.exec(request.host)?.[1];
  if (inHost !== undefined) return { request: unchunked, labels: { Bucket: inHost } };
  const [, bucket = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(request.path) ?? [];
  if (bucket === '') return { request: unchunked, labels: {} };
  return {
    request: { ...unchunked, path: rest === '' ? '/' : rest },
    labels: { Bucket: decodeURIComponent(bucket) },
  };
}
