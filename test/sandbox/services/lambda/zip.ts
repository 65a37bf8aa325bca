/**
 * Signatures of a ZIP archive's last record and of an entry's header. Basis: PKWARE, APPNOTE.TXT 4.3.12, 4.3.16.
 */
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;

/**
 * Returns the bytes of all files after unpacking, as the archive declares them; undefined when the bytes are not a
 * ZIP archive.
 */
export function unzippedBytes(zip: Uint8Array): number | undefined {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - END_BYTES;
  if (end < 0 || view.getUint32(end, true) !== END) return undefined;
  let at = view.getUint32(end + 16, true);
  let sum = 0;
  for (let entry = view.getUint16(end + 10, true); entry > 0; entry -= 1) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return undefined;
    sum += view.getUint32(at + 24, true);
    at += 46 + [28, 30, 32].reduce((bytes, field) => bytes + view.getUint16(at + field, true), 0);
  }
  return sum;
}
