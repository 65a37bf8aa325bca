import { readFile } from 'node:fs/promises';

/** The version in package.json. The bundled command has it as a constant instead of this file. */
export async function ownVersion(): Promise<string> {
  const file = new URL('../../../package.json', import.meta.url);
  const read: unknown = JSON.parse(await readFile(file, 'utf8'));
  const isPresent = typeof read === 'object' && read !== null && 'version' in read;
  return isPresent && typeof read.version === 'string' ? read.version : 'unknown';
}
