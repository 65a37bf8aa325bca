import { readdirSync, readFileSync } from 'node:fs';

import type { Condition } from './conditions.ts';
import { conditionsOf } from './conditions.ts';

/**
 * Whether a file's conditions are changed: what makes a plan, guards it, reads evidence for it and
 * deletes by it. Texts and documents decide nothing.
 */
export function isChanged(file: string): boolean {
  return /^src\/prune\/(?:plan|delete|apply|evidence)\/(?!.*text)/.test(file);
}

/** The conditions of all those files, by file and place. */
export function changedConditions(): readonly Condition[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path}`)
    .filter((path) => path.endsWith('.ts') && isChanged(path))
    .sort()
    .flatMap((path) => conditionsOf(path, readFileSync(path, 'utf8')));
}
