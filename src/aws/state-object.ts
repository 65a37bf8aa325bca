import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import type { ReadFailure } from '../model/failure.ts';
import type { ReplacedContent } from '../model/stored-object.ts';
import { catchFailure, withOperation } from './failures.ts';
import { required } from './pages.ts';

export const GET_OBJECT = 's3:GetObject';
export const GET_OBJECT_VERSION = 's3:GetObjectVersion';
export const LIST_OBJECT_VERSIONS = 's3:ListBucketVersions';
export const PUT_OBJECT = 's3:PutObject';

export type ReadObject =
  | { readonly kind: 'read'; readonly bytes: Uint8Array; readonly tag: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export type WrittenObject =
  | { readonly kind: 'written'; readonly tag: string }
  /** The condition of the write was not met, or another write was in progress. */
  | { readonly kind: 'conflict'; readonly failure: ReadFailure }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export type ListedVersions =
  | { readonly kind: 'listed'; readonly versionIds: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** One S3 object. Its methods return failures of S3 in their answers instead of throwing them. */
export class StateObject {
  readonly #s3: S3Client;
  readonly #bucket: string;
  readonly #key: string;

  constructor(s3: S3Client, bucket: string, key: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#key = key;
  }

  /**
   * Reads the object or one of its versions. `missing` means NoSuchKey; without s3:ListBucket, S3 answers 403 for a
   * missing object, which is `failed`.
   * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
   */
  async read(versionId?: string): Promise<ReadObject> {
    const operation = versionId === undefined ? GET_OBJECT : GET_OBJECT_VERSION;
    return answerOrFailure(
      operation,
      async () => {
        const { Body, ETag } = await this.#s3.send(
          new GetObjectCommand({
            Bucket: this.#bucket,
            Key: this.#key,
            ...(versionId !== undefined && { VersionId: versionId }),
          }),
        );
        const bytes = await required(Body, 'Body').transformToByteArray();
        return { kind: 'read' as const, bytes, tag: required(ETag, 'ETag') };
      },
      (failure) =>
        failure.errorName === 'NoSuchKey'
          ? { kind: 'missing' as const }
          : { kind: 'failed' as const, failure },
    );
  }

  /**
   * Writes the object if its content is still `replaced`; otherwise the answer is `conflict`.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  async write(body: string, replaced: ReplacedContent): Promise<WrittenObject> {
    return answerOrFailure(
      PUT_OBJECT,
      async () => {
        const { ETag } = await this.#s3.send(
          new PutObjectCommand({
            Bucket: this.#bucket,
            Key: this.#key,
            Body: body,
            ContentType: 'application/json',
            ...(replaced === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: replaced.tag }),
          }),
        );
        return { kind: 'written' as const, tag: required(ETag, 'ETag') };
      },
      (failure) => ({
        kind: failure.reason === 'conflict' ? ('conflict' as const) : ('failed' as const),
        failure,
      }),
    );
  }

  /** Stores `bytes` under another key. @returns the failure; undefined when they are stored. */
  async copyTo(key: string, bytes: Uint8Array): Promise<ReadFailure | undefined> {
    return answerOrFailure(
      PUT_OBJECT,
      async () => {
        await this.#s3.send(
          new PutObjectCommand({
            Bucket: this.#bucket,
            Key: key,
            Body: bytes,
            ContentType: 'application/octet-stream',
          }),
        );
        return undefined;
      },
      (failure) => failure,
    );
  }

  /** The ids of up to `most` earlier versions, newest first. There are none without versioning. */
  async earlierVersions(most: number): Promise<ListedVersions> {
    return answerOrFailure(
      LIST_OBJECT_VERSIONS,
      async () => {
        const { Versions = [] } = await this.#s3.send(
          new ListObjectVersionsCommand({
            Bucket: this.#bucket,
            Prefix: this.#key,
            // Delete markers count too.
            MaxKeys: 4 * most,
          }),
        );
        const versionIds = Versions.filter(
          (version) => version.Key === this.#key && version.IsLatest === false,
        ).map(({ VersionId }) => required(VersionId, 'VersionId'));
        return { kind: 'listed' as const, versionIds: versionIds.slice(0, most) };
      },
      (failure) => ({ kind: 'failed' as const, failure }),
    );
  }
}

function answerOrFailure<Answer, Refusal>(
  operation: string,
  call: () => Promise<Answer>,
  refused: (failure: ReadFailure) => Refusal,
): Promise<Answer | Refusal> {
  return catchFailure<Answer | Refusal>(() => withOperation(operation, call), refused);
}
