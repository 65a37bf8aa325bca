import { readdirSync, readFileSync } from 'node:fs';

import type { Condition } from './conditions.ts';
import { conditionsOf } from './conditions.ts';

/**
 * What decides about a deletion: the guards and the rules of a plan, what judges each caller's answer,
 * what deletes, and of applying the lease, what is decided about a chunk and the caps. Left out is what
 * only orders, counts or words what was decided; what reads over the wire without judging it, since a
 * read that fails is tested for each check by itself; and the parsers of templates and state machines,
 * which have their own laws and hostile texts in `test/prune/plan/references`.
 */
const DECIDING: readonly RegExp[] = [
  /^src\/prune\/plan\/(?:guard|in-use)[^/]*\.ts$/,
  /^src\/prune\/plan\/(?:canonical|cap|journal|narrow|settings|tidy)\.ts$/,
  /^src\/prune\/plan\/(?:make|verdicts|layer-reasons)\.ts$/,
  /^src\/prune\/evidence\/(?!reference-notes)[^/]*\.ts$/,
  /^src\/prune\/delete\/[^/]*\.ts$/,
  /^src\/prune\/apply\/(?:account-cap|delete-chunk|lease|prepare)\.ts$/,
];

/** Whether a file's conditions are changed. */
export function isChanged(file: string): boolean {
  return DECIDING.some((pattern) => pattern.test(file));
}

/** The conditions of all those files, by file and place. */
export function changedConditions(): readonly Condition[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path}`)
    .filter((path) => path.endsWith('.ts') && isChanged(path))
    .sort()
    .flatMap((path) => conditionsOf(path, readFileSync(path, 'utf8')));
}
