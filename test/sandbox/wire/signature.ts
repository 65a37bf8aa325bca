import { createHash, createHmac } from 'node:crypto';
import type { QueryValue, WireRequest } from './message.ts';

/**
 * AWS Signature Version 4, as the receiver checks it. Basis: IAM User Guide, "Create a signed AWS API
 * request". The time of the signature is not compared with the clock, which may be virtual.
 */

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([\da-f]{64})$/;

/** Whether the request was signed with this secret and is what was signed, its body included. */
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

/** The key of a day, a Region and a service: many requests are signed with each. */
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

/** Every service but S3 signs the path that it sees, encoded once more. */
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

/** RFC 3986: letters, digits and `-._~` stay. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
