import { gzipSync } from 'node:zlib';

export interface ZipPackage {
  readonly zip: Uint8Array;
  readonly unzippedBytes: number;
}

/** The handler's code. Nothing invokes it, but Lambda requires the file. */
const HANDLER = 'export const handler = async () => undefined;\n';
const GZIP_HEADER = 10;
const GZIP_TRAILER = 8;
/** 1980-01-01, the first date of the format. A fixed date makes equal packages equal in bytes. */
const DATE = 0x0021;
const DEFLATE = 8;
const VERSION = 20;

/** Returns a package with a handler that does nothing, and a file of `padding` zero bytes. */
export function zipPackage(padding = 0): ZipPackage {
  const files = [
    { name: 'index.mjs', content: Buffer.from(HANDLER) },
    ...(padding > 0 ? [{ name: 'padding.bin', content: Buffer.alloc(padding) }] : []),
  ];
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const { header, body } = compressed(content, name.length);
    const local = Buffer.concat([u32(0x04034b50), header, Buffer.from(name), body]);
    directory.push(
      // No comment, first disk, no attributes.
      Buffer.concat([u32(0x02014b50), u16(VERSION), header, Buffer.alloc(10), u32(offset)]),
      Buffer.from(name),
    );
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const count = u16(files.length);
  const end = [u32(0x06054b50), u32(0), count, count, u32(entries.length), u32(offset), u16(0)];
  return {
    zip: Buffer.concat([...bodies, entries, ...end]),
    unzippedBytes: files.reduce((sum, { content }) => sum + content.length, 0),
  };
}

/** Returns the compressed file and the fields that both headers share. PKWARE, APPNOTE.TXT 4.3.7, 4.3.12. */
function compressed(content: Buffer, nameLength: number) {
  // A gzip stream contains the same deflated bytes, and their checksum in its trailer.
  const gzip = gzipSync(content, { level: 9 });
  const body = gzip.subarray(GZIP_HEADER, -GZIP_TRAILER);
  const checksum = gzip.subarray(-GZIP_TRAILER, -GZIP_TRAILER + 4);
  const header = Buffer.concat([
    ...[VERSION, 0, DEFLATE, 0, DATE].map(u16),
    checksum,
    u32(body.length),
    u32(content.length),
    u16(nameLength),
    u16(0),
  ]);
  return { header, body };
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
