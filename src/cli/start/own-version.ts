import { readFile } from 'node:fs/promises';

/** Returns the version in package.json. The bundle has a constant in place of this file. */
export async function ownVersion(): Promise<string> {
  const file = new URL('../../../package.json', import.meta.url);
  const read: unknown = JSON.parse(await readFile(file, 'utf8'));
  const isPresent = typeof read === 'object' && read !== null && 'version' in read;
  return isPresent && typeof read.version === 'string' ? read.version : 'unknown';
}
