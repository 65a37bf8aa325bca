import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';

import { parseState } from '../alerts/state/format.ts';
import type { Attempt, MemoryFound, WriteAttempt } from './model.ts';
import {
  GET_OBJECT_VERSION,
  LIST_OBJECT_VERSIONS,
  PUT_OBJECT,
  StateObject,
} from '../aws/state-object.ts';
import type { ReadFailure } from '../model/failure.ts';
import { catchFailure, withOperation } from '../aws/failures.ts';

/** No object has this tag: it would need a content whose MD5 is all zeros. */
const UNUSED_TAG = '"00000000000000000000000000000000"';
/** S3's refusal of a conditional write where there is no object at all. */
const NO_SUCH_KEY = 'NoSuchKey';

/** Written only where conditions are ignored and there is no object: no run takes it for a memory. */
const PLACEHOLDER = 'doctor of limits-watchdog';

/** What came of reading one object of the state bucket. */
export interface ObjectRead {
  readonly found: MemoryFound;
  /** To be written back, should the condition of the next write be ignored. */
  readonly content: string;
}

/** Tries what a function may do with one object of the state bucket. */
export class MemoryAccess {
  readonly #object: StateObject;
  readonly #key: string;

  constructor(s3: S3Client, bucket: string, key: string) {
    this.#object = new StateObject(s3, bucket, key);
    this.#key = key;
  }

  /** Whether it can be read, and is the memory of `deployment`. Nothing is set aside. */
  async memory(deployment: string): Promise<ObjectRead> {
    const read = await this.#object.read();
    if (read.kind !== 'read') return { found: read, content: PLACEHOLDER };
    const content = new TextDecoder().decode(read.bytes);
    const parsed = parseState(content, deployment);
    return { found: parsed.kind === 'state' ? { kind: 'found' } : parsed, content };
  }

  /** Whether it can be read, whatever is in it. */
  async read(): Promise<Attempt> {
    return attemptOf(await this.#object.read());
  }

  /**
   * Tries to write on a condition that cannot be met: S3 answers 412, or 404 where there is no object,
   * to who may write, and 403 to who may not. Nothing is written either way; a store that ignores
   * conditions is given back what it held.
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

  /** Whether earlier versions can be listed, and where there is one, read. */
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

/** All zeros, which is not the MD5 of `PLACEHOLDER`. */
const WRONG_DIGEST = 'AAAAAAAAAAAAAAAAAAAAAA==';
/** How S3 refuses a body that is not the one of its digest. */
const BAD_DIGEST = 'BadDigest';

/**
 * Tries to write an object whose content seems to be spoilt on its way: S3 answers 400 to who may
 * write, once it has the content, and 403 to who may not, for which it needs no content. For where a
 * role may write and not read: a condition, as `MemoryAccess` tries it, needs s3:GetObject too.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (Content-MD5)
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (BadDigest)
 */
export async function spoiltWrite(
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
