import type { WireRequest } from '../../wire/message.ts';

/**
 * Returns the body without the chunk headers of `aws-chunked`, in which the SDK sends streams. Basis: S3 User
 * Guide, "Signature calculations … transferring payload in multiple chunks".
 */
export function decodeChunks({ headers, body }: WireRequest): Uint8Array {
  if (headers['content-encoding']?.includes('aws-chunked') !== true) return body;
  const buffer = Buffer.from(body);
  const parts: Uint8Array[] = [];
  let position = 0;
  while (position < buffer.length) {
    const end = buffer.indexOf('\r\n', position);
    if (end < 0) break;
    const size = Number.parseInt(buffer.toString('latin1', position, end), 16);
    if (Number.isNaN(size) || size === 0) break;
    parts.push(buffer.subarray(end + 2, end + 2 + size));
    position = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
