import { readdirSync, readFileSync } from 'node:fs';

import type { Condition } from './conditions.ts';
import { conditionsOf } from './conditions.ts';

/**
 * The source files whose conditions decide about a deletion: the guards and rules of a plan, the evaluation of
 * evidence, the deletion itself, and the lease, batches and caps of applying a plan. Not included: code that only
 * orders, counts or formats decisions; code that reads over the wire without evaluating, since failing reads are
 * tested for each check; and the parsers of templates and state machines, which `test/prune/plan/references` tests.
 */
const DECIDING: readonly RegExp[] = [
  /^src\/prune\/plan\/(?:guard|in-use)[^/]*\.ts$/,
  /^src\/prune\/plan\/(?:canonical|cap|journal|narrow|settings|tidy)\.ts$/,
  /^src\/prune\/plan\/(?:make|verdicts|layer-reasons)\.ts$/,
  /^src\/prune\/evidence\/(?!reference-notes)[^/]*\.ts$/,
  /^src\/prune\/delete\/[^/]*\.ts$/,
  /^src\/prune\/apply\/(?:account-cap|delete-chunk|lease|prepare)\.ts$/,
];

/** Whether the conditions of a file are changed. */
export function isChanged(file: string): boolean {
  return DECIDING.some((pattern) => pattern.test(file));
}

/** Returns the conditions of all these files, by file and position. */
export function changedConditions(): readonly Condition[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path}`)
    .filter((path) => path.endsWith('.ts') && isChanged(path))
    .sort()
    .flatMap((path) => conditionsOf(path, readFileSync(path, 'utf8')));
}
