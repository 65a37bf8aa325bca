import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';

import { parseState } from '../alerts/state/format.ts';
import type { Attempt, MemoryReading, WriteAttempt } from './model.ts';
import {
  GET_OBJECT_VERSION,
  LIST_OBJECT_VERSIONS,
  PUT_OBJECT,
  StateObject,
} from '../aws/state-object.ts';
import type { ReadFailure } from '../model/failure.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';

/** An ETag that no object has: its content would need an MD5 of only zeros. */
const UNUSED_TAG = '"00000000000000000000000000000000"';
/** The error of S3 for a conditional write to a key without an object. */
const NO_SUCH_KEY = 'NoSuchKey';

/** The content of test writes that are given none. Only a store that ignores the condition or the MD5 stores it. */
const PLACEHOLDER = 'doctor of limits-watchdog';

/** The result of reading the state object. */
export interface ObjectRead {
  readonly found: MemoryReading;
  /** The content for the next test write, so that a store that ignores conditions keeps what it has. */
  readonly content: string;
}

/** Tests the permissions of a function on one object of the state bucket. */
export class MemoryAccess {
  readonly #object: StateObject;
  readonly #key: string;

  constructor(s3: S3Client, bucket: string, key: string) {
    this.#object = new StateObject(s3, bucket, key);
    this.#key = key;
  }

  /** Reads the object and checks that it is the state of `deployment`. An unreadable state is not moved away. */
  async memory(deployment: string): Promise<ObjectRead> {
    const read = await this.#object.read();
    if (read.kind !== 'read') return { found: read, content: PLACEHOLDER };
    const content = new TextDecoder().decode(read.bytes);
    const parsed = parseState(content, deployment);
    return { found: parsed.kind === 'state' ? { kind: 'found' } : parsed, content };
  }

  /** Whether the object can be read, regardless of its content. */
  async read(): Promise<Attempt> {
    return attemptOf(await this.#object.read());
  }

  /**
   * Tries to write with a condition that cannot be met, so that S3 stores nothing. With the permission S3 answers
   * 412, or 404 if there is no object; without the permission, 403. A store that ignores conditions stores `content`.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  async write(content = PLACEHOLDER): Promise<WriteAttempt> {
    const answer = await this.#object.write(content, { tag: UNUSED_TAG });
    switch (answer.kind) {
      case 'written':
        return { kind: 'written', key: this.#key };
      case 'conflict':
        return { kind: 'allowed' };
      case 'failed':
        return answer.failure.errorName === NO_SUCH_KEY
          ? { kind: 'allowed' }
          : { kind: 'refused', failure: answer.failure };
    }
  }

  /** Whether earlier versions of the object can be listed and, if there is one, read. */
  async earlierVersions(): Promise<
    readonly { readonly action: string; readonly attempt: Attempt }[]
  > {
    const listed = await this.#object.earlierVersions(1);
    const list = { action: LIST_OBJECT_VERSIONS, attempt: attemptOf(listed) };
    const [versionId] = listed.kind === 'failed' ? [] : listed.versionIds;
    if (versionId === undefined) return [list];
    const attempt = attemptOf(await this.#object.read(versionId));
    return [list, { action: GET_OBJECT_VERSION, attempt }];
  }
}

function attemptOf(
  answer: { readonly kind: 'failed'; readonly failure: ReadFailure } | { readonly kind: string },
): Attempt {
  return 'failure' in answer ? { kind: 'refused', failure: answer.failure } : { kind: 'allowed' };
}

/** An MD5 of only zeros, which is not that of `PLACEHOLDER`. */
const WRONG_DIGEST = 'AAAAAAAAAAAAAAAAAAAAAA==';
/** The error of S3 for a body that does not have the given MD5. */
const BAD_DIGEST = 'BadDigest';

/**
 * Tests the permission to write: sends an object with a wrong Content-MD5, which S3 does not store. With the
 * permission S3 answers 400, without it 403. For roles that may write but not read: a conditional write, as
 * `MemoryAccess` tries it, also needs s3:GetObject.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (Content-MD5)
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (BadDigest)
 */
export async function writeWithWrongDigest(
  s3: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<WriteAttempt> {
  const object = { Bucket: bucket, Key: key, Body: PLACEHOLDER, ContentMD5: WRONG_DIGEST };
  return catchFailure<WriteAttempt>(
    async () => {
      await withOperation(PUT_OBJECT, () => s3.send(new PutObjectCommand(object)));
      return { kind: 'written', key };
    },
    (failure) =>
      failure.errorName === BAD_DIGEST ? { kind: 'allowed' } : { kind: 'refused', failure },
  );
}
