import * as z from 'zod/mini';

import type { Picture } from './pictures.ts';
import { fingerprint } from './pictures.ts';

const fingerprints = z.record(z.string(), z.string());

/** Returns pictures whose page has changed. `takenOf` is the JSON of the earlier page hashes. */
export function staleOf(pictures: readonly Picture[], takenOf: string): readonly string[] {
  const known = fingerprints.parse(JSON.parse(takenOf));
  return pictures.filter((one) => known[one.file] !== fingerprint(one)).map(({ file }) => file);
}
