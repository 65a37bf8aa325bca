import type {
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
  ListObjectVersionsOutput,
  ListObjectVersionsRequest,
} from '@aws-sdk/client-s3';
import type { Need, RequestContext } from '../../service.ts';
import type { StoredObject } from '../../state/bucket-state.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import {
  absent,
  bucketNeed,
  bucketOf,
  isNamed,
  objectNeed,
  preconditionFailed,
} from './bucket-access.ts';

interface Target {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
}

export const getObject = operation<
  GetObjectRequest,
  Omit<GetObjectOutput, 'Body'> & { readonly Body: Uint8Array }
>({
  needs: readNeeds,
  handle(input, context) {
    const object = found(input, context);
    return { ...described(object), Body: object.body };
  },
});

/** Returns the headers of an object without its body; failures have no body either. */
export const headObject = operation<HeadObjectRequest, HeadObjectOutput>({
  needs: readNeeds,
  handle: (input, context) => described(found(input, context)),
});

/** Lists versions of objects, at most 1,000 a page. */
export const listObjectVersions = operation<ListObjectVersionsRequest, ListObjectVersionsOutput>({
  needs: ({ Bucket }, context) => [bucketNeed('s3:ListBucketVersions', Bucket, context)],
  handle(input, context) {
    const { Bucket, Prefix = '', KeyMarker, VersionIdMarker, MaxKeys = 1000, Delimiter } = input;
    if (Delimiter !== undefined) throw new NotSimulated('ListObjectVersions with a delimiter');
    const all = bucketOf(Bucket, context).versions(Prefix);
    const start =
      KeyMarker === undefined
        ? 0
        : all.findIndex(
            ({ key, versionId }) =>
              key === KeyMarker && (VersionIdMarker ?? versionId) === versionId,
          ) + 1;
    const size = Math.min(MaxKeys, 1000);
    const page = all.slice(start, start + size);
    const last = page.at(-1);
    const isTruncated = start + size < all.length;
    return {
      Name: Bucket,
      Prefix,
      MaxKeys: size,
      IsTruncated: isTruncated,
      Versions: page
        .filter(({ isDeleteMarker }) => !isDeleteMarker)
        .map((version) => ({
          ...placeOf(version),
          ETag: version.etag,
          Size: version.body.length,
          StorageClass: 'STANDARD' as const,
        })),
      DeleteMarkers: page.filter(({ isDeleteMarker }) => isDeleteMarker).map(placeOf),
      ...(isTruncated && last !== undefined
        ? { NextKeyMarker: last.key, NextVersionIdMarker: last.versionId }
        : {}),
    };
  },
});

/** Returns the permission of a read; reading a version by its id needs a different action. */
function readNeeds(input: Target, context: RequestContext): readonly Need[] {
  const action = input.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return [objectNeed(action, input, context)];
}

function found(input: Target, context: RequestContext): StoredObject {
  if (input.Range !== undefined || input.PartNumber !== undefined) {
    throw new NotSimulated('parts of S3 objects');
  }
  const bucket = bucketOf(input.Bucket, context);
  const object =
    input.VersionId === undefined
      ? bucket.current(input.Key)
      : bucket.find(input.Key, input.VersionId);
  if (object?.isDeleteMarker === true) {
    throw new ServiceFailure(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
      { Method: 'GET', ResourceType: 'DeleteMarker' },
    );
  }
  if (object === undefined) {
    const failure = absent(input, context);
    if (failure.code !== 'NoSuchKey' || input.VersionId === undefined) throw failure;
    throw new ServiceFailure('NoSuchVersion', 'The specified version does not exist.', 404, {
      Key: input.Key,
      VersionId: input.VersionId,
    });
  }
  if (input.IfMatch !== undefined && !isNamed(input.IfMatch, object)) {
    throw preconditionFailed('If-Match');
  }
  if (input.IfNoneMatch !== undefined && isNamed(input.IfNoneMatch, object)) {
    throw new ServiceFailure('NotModified', 'Not Modified', 304);
  }
  return object;
}

function placeOf(version: StoredObject & { readonly isLatest: boolean }) {
  return {
    Key: version.key,
    VersionId: version.versionId,
    IsLatest: version.isLatest,
    LastModified: new Date(version.modifiedAt),
  };
}

function described(object: StoredObject): HeadObjectOutput {
  return {
    ContentLength: object.body.length,
    ETag: object.etag,
    LastModified: new Date(object.modifiedAt),
    ServerSideEncryption: 'AES256',
    Metadata: { ...object.metadata },
    ContentType: object.contentType ?? 'application/octet-stream',
    ...(object.versionId === 'null' ? {} : { VersionId: object.versionId }),
  };
}
