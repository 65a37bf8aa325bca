import * as z from 'zod/mini';

import type { Picture } from './pictures.ts';
import { fingerprint } from './pictures.ts';

const fingerprints = z.record(z.string(), z.string());

/**
 * The files of the pictures that were taken of another page than theirs is now. `takenOf` is what
 * was written down when they were taken.
 */
export function staleOf(pictures: readonly Picture[], takenOf: string): readonly string[] {
  const known = fingerprints.parse(JSON.parse(takenOf));
  return pictures.filter((one) => known[one.file] !== fingerprint(one)).map(({ file }) => file);
}
