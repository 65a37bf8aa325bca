import { createHash, createHmac } from 'node:crypto';
import type { QueryValue, WireRequest } from './message.ts';

/**
 * Verifies AWS Signature Version 4. Basis: IAM User Guide, "Create a signed AWS API request". The signature's time
 * is not compared with the clock, which may be virtual.
 */

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([\da-f]{64})$/;

/** Whether the request, with its body, is signed with this secret and unchanged since. */
export function isSignedWith(request: WireRequest, secretAccessKey: string): boolean {
  const found = AUTHORIZATION.exec(request.headers['authorization'] ?? '');
  const [, date, region, service, signedHeaders, signature] = found ?? [];
  if (!date || !region || !service || !signedHeaders) return false;

  const digest = sha256(request.body);
  const announced = request.headers['x-amz-content-sha256'] ?? digest;
  if (/^[\da-f]{64}$/.test(announced) && announced !== digest) return false;

  const names = signedHeaders.split(';');
  const canonical = [
    request.method,
    service === 's3' ? request.path : escapedTwice(request.path),
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders,
    announced,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const time = request.headers['x-amz-date'] ?? '';
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');

  const key = signingKey(secretAccessKey, date, region, service);
  return createHmac('sha256', key).update(text).digest('hex') === signature;
}

const signingKeys = new Map<string, Buffer>();
const MOST_SIGNING_KEYS = 500;

/** Returns the signing key of a day, a Region and a service; keys are cached, because many requests use each. */
function signingKey(secret: string, ...scope: readonly string[]): Buffer {
  const name = [secret, ...scope].join('\n');
  const known = signingKeys.get(name);
  if (known !== undefined) return known;
  if (signingKeys.size >= MOST_SIGNING_KEYS) signingKeys.clear();
  const key = [...scope, 'aws4_request'].reduce(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  signingKeys.set(name, key);
  return key;
}

/** Returns the path encoded a second time, as every service except S3 signs it. */
function escapedTwice(path: string): string {
  return path.split('/').map(escape).join('/');
}

function canonicalQuery(query: WireRequest['query']): string {
  return Object.entries(query)
    .flatMap(([name, value]) => valuesOf(value).map((one) => `${escape(name)}=${escape(one)}`))
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');
}

function valuesOf(value: QueryValue): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** Percent-encodes a text; by RFC 3986 letters, digits and `-._~` are unchanged. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
