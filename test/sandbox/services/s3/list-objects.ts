import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { bucketNeed, bucketOf } from './bucket-access.ts';

const PAGE = 1000;

/**
 * Lists current objects in the order of their keys' bytes, at most 1,000 a page. Keys that contain the delimiter
 * after the prefix are grouped into one common prefix, which counts as one. Basis: S3 API reference, ListObjectsV2.
 */
export const listObjects = operation<ListObjectsV2Request, ListObjectsV2Output>({
  validate({ MaxKeys = PAGE, EncodingType }) {
    if (EncodingType !== undefined) throw new NotSimulated('encoding types of S3 lists');
    if (MaxKeys < 0) {
      throw new ServiceFailure(
        'InvalidArgument',
        'Argument max-keys must be an integer between 0 and 2147483647',
        400,
      );
    }
  },
  needs({ Bucket, Prefix, Delimiter, MaxKeys }, context) {
    const need = bucketNeed('s3:ListBucket', Bucket, context);
    const keys = {
      ...need.keys,
      's3:prefix': Prefix,
      's3:delimiter': Delimiter,
      's3:max-keys': MaxKeys === undefined ? undefined : String(MaxKeys),
    };
    return [{ ...need, keys }];
  },
  handle(input, context) {
    const { Bucket, Prefix = '', Delimiter, ContinuationToken, StartAfter } = input;
    const reached = ContinuationToken === undefined ? undefined : readToken(ContinuationToken);
    const size = Math.min(input.MaxKeys ?? PAGE, PAGE);
    const current = bucketOf(Bucket, context)
      .versions(Prefix)
      .filter(({ isLatest, isDeleteMarker }) => isLatest && !isDeleteMarker);

    const contents: NonNullable<ListObjectsV2Output['Contents']> = [];
    const prefixes: string[] = [];
    let last = reached;
    let isTruncated = false;
    for (const object of current) {
      const common = commonPrefix(object.key, Prefix, Delimiter);
      const place = common ?? object.key;
      if (!isBehind(object.key, StartAfter) || !isBehind(place, reached)) continue;
      if (common !== undefined && prefixes.at(-1) === common) continue;
      if (contents.length + prefixes.length === size) {
        isTruncated = size > 0;
        break;
      }
      last = place;
      if (common !== undefined) prefixes.push(common);
      else {
        contents.push({
          Key: object.key,
          LastModified: new Date(object.modifiedAt),
          ETag: object.etag,
          Size: object.body.length,
          StorageClass: 'STANDARD',
        });
      }
    }
    return {
      Name: Bucket,
      Prefix,
      MaxKeys: size,
      KeyCount: contents.length + prefixes.length,
      IsTruncated: isTruncated,
      Contents: contents,
      CommonPrefixes: prefixes.map((prefix) => ({ Prefix: prefix })),
      ...(Delimiter === undefined ? {} : { Delimiter }),
      ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
      ...(StartAfter === undefined ? {} : { StartAfter }),
      ...(isTruncated && last !== undefined
        ? { NextContinuationToken: Buffer.from(last).toString('base64') }
        : {}),
    };
  },
});

function commonPrefix(key: string, prefix: string, delimiter: string | undefined) {
  if (delimiter === undefined || delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

function isBehind(key: string, after: string | undefined): boolean {
  return after === undefined || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (text !== '' && Buffer.from(text).toString('base64') === token) return text;
  throw new ServiceFailure('InvalidArgument', 'The continuation token provided is incorrect', 400);
}
