import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import type { HttpRequest } from '@smithy/core/transport';
import { HttpResponse } from '@smithy/core/transport';

/**
 * One S3 bucket behind a request handler, for real SDK clients:
 *
 * - PUT with `If-None-Match: *` stores only if no object exists, otherwise 412 PreconditionFailed; with `If-Match`
 * only if the stored ETag is the same, otherwise 412, and 404 NoSuchKey without an object. (doc: S3 user guide,
 * "conditional writes")
 *
 * - GET of a key that does not exist: 404 NoSuchKey with s3:ListBucket, 403 AccessDenied without. (doc: API
 * reference, GetObject)
 *
 * - With versioning every PUT creates a version; a key's versions are listed newest first. (doc: API reference,
 * ListObjectVersions)
 *
 * - A denied action answers 403 AccessDenied, whatever is stored. (doc)
 *
 * - `faults` apply to one request each, before or instead of these rules.
 */

export type Action =
  | 's3:GetObject'
  | 's3:GetObjectVersion'
  | 's3:PutObject'
  | 's3:ListBucketVersions'
  | 's3:ListBucket';

export type Fault =
  | 'none'
  /** The request is carried out, and the answer is lost. */
  | 'answer lost'
  /** The connection breaks before the request is carried out. */
  | 'not served'
  /** Another PUT of the same key is in progress. */
  | 'concurrent write'
  | 'slow down'
  | 'no bucket'
  /** The function runs first, and then the request is carried out. */
  | (() => void);

interface Version {
  readonly key: string;
  readonly id: string;
  readonly bytes: Buffer;
  readonly tag: string;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export class S3Double {
  readonly denied = new Set<Action>();
  readonly faults: Fault[] = [];
  readonly requests: string[] = [];
  readonly metadata = { handlerProtocol: 'http/1.1' };
  /** The versions of all keys, the newest last. */
  readonly #versions: Version[] = [];
  readonly #isVersioned: boolean;

  constructor(isVersioned = true) {
    this.#isVersioned = isVersioned;
  }

  put(key: string, body: string | Buffer): string {
    const bytes = Buffer.from(body);
    const tag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    if (!this.#isVersioned) this.remove(key);
    this.#versions.push({
      key,
      id: this.#isVersioned ? `v${this.#versions.length}` : 'null',
      bytes,
      tag,
    });
    return tag;
  }

  remove(key: string): void {
    this.#versions.splice(0, Infinity, ...this.#versions.filter((version) => version.key !== key));
  }

  text(key: string): string | undefined {
    return this.#current(key)?.bytes.toString();
  }

  keys(): readonly string[] {
    return [...new Set(this.#versions.map(({ key }) => key))];
  }

  httpHandlerConfigs(): object {
    return {};
  }

  updateHttpClientConfig(): void {}

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const key = decodeURIComponent(request.path.split('/').slice(2).join('/'));
    const condition = request.headers['if-match'] ?? request.headers['if-none-match'];
    this.requests.push(
      [request.method, key || '(bucket)', condition, request.query['versionId']]
        .filter(Boolean)
        .join(' '),
    );
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'not served') throw reset();
    if (fault === 'slow down') return shown(refusal(503, 'SlowDown'));
    if (fault === 'no bucket') return shown(refusal(404, 'NoSuchBucket'));
    if (fault === 'concurrent write') return shown(refusal(409, 'ConditionalRequestConflict'));
    if (typeof fault === 'function') fault();
    const answer = this.#answer(request, key);
    if (fault === 'answer lost') throw reset();
    return shown(answer);
  }

  #answer(request: HttpRequest, key: string): Answer {
    const versionId = request.query['versionId'];
    if (request.method === 'PUT')
      return this.#serve('s3:PutObject', () => this.#putRequest(request, key));
    if ('versions' in request.query) {
      return this.#serve('s3:ListBucketVersions', () =>
        this.#list(String(request.query['prefix'])),
      );
    }
    if (typeof versionId === 'string') {
      return this.#serve('s3:GetObjectVersion', () =>
        this.#content(
          this.#versions.find((version) => version.key === key && version.id === versionId),
        ),
      );
    }
    return this.#serve('s3:GetObject', () => this.#content(this.#current(key)));
  }

  #serve(action: Action, serve: () => Answer): Answer {
    return this.denied.has(action) ? refusal(403, 'AccessDenied') : serve();
  }

  #putRequest({ headers, body }: HttpRequest, key: string): Answer {
    const current = this.#current(key);
    const match = headers['if-match'];
    if (headers['if-none-match'] === '*' && current !== undefined)
      return refusal(412, 'PreconditionFailed');
    if (match !== undefined && current === undefined) return refusal(404, 'NoSuchKey');
    if (match !== undefined && current?.tag !== match) return refusal(412, 'PreconditionFailed');
    return { status: 200, headers: { etag: this.put(key, body as string | Buffer) } };
  }

  #content(version: Version | undefined): Answer {
    if (version !== undefined) {
      return { status: 200, headers: { etag: version.tag }, body: version.bytes };
    }
    return this.denied.has('s3:ListBucket')
      ? refusal(403, 'AccessDenied')
      : refusal(404, 'NoSuchKey');
  }

  #list(prefix: string): Answer {
    const listed = this.#versions
      .filter(({ key }) => key.startsWith(prefix))
      .reverse()
      .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
      .map((version) => {
        const isLatest = version === this.#current(version.key);
        return `<Version><Key>${version.key}</Key><VersionId>${version.id}</VersionId><IsLatest>${isLatest}</IsLatest></Version>`;
      });
    return { status: 200, body: `<ListVersionsResult>${listed.join('')}</ListVersionsResult>` };
  }

  #current(key: string): Version | undefined {
    return this.#versions.findLast((version) => version.key === key);
  }
}

function refusal(status: number, code: string): Answer {
  return { status, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}

function shown({ status, headers = {}, body = '' }: Answer): { response: HttpResponse } {
  const bytes = Buffer.from(body);
  return {
    response: new HttpResponse({
      statusCode: status,
      headers: { ...headers, 'content-length': String(bytes.length) },
      body: Readable.from([bytes]),
    }),
  };
}

function reset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}
