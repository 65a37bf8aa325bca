import { zipSync } from 'fflate';

/** The earliest time that a zip can hold. fflate writes it in local time, which this is read in. */
const EPOCH = new Date(1980, 0, 1);
/** A regular file that everybody may read: Lambda runs as another user than the one who packs. */
const MODE = 0o100644;
const UNIX = 3;

/** A function's package: one file, always the same bytes for the same content, wherever it is packed. */
export function functionZip(file: string, content: Uint8Array): Uint8Array {
  return zipSync({
    [file]: [content, { mtime: EPOCH, level: 9, os: UNIX, attrs: MODE * 2 ** 16 }],
  });
}
