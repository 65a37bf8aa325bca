import { zipSync } from 'fflate';

/** The earliest time in the zip format. fflate writes local time. */
const EPOCH = new Date(1980, 0, 1);
/** A regular file that everyone may read, since Lambda runs as a different user. */
const MODE = 0o100644;
const UNIX = 3;

/** Returns a zip with one file. Equal content gives equal bytes on every machine. */
export function functionZip(file: string, content: Uint8Array): Uint8Array {
  return zipSync({
    [file]: [content, { mtime: EPOCH, level: 9, os: UNIX, attrs: MODE * 2 ** 16 }],
  });
}
