import { importsOf } from './source.ts';
import type { SourceFile } from './walls.ts';
import { projectPath } from './walls.ts';

/** Which files decide, and which make text for people. A trailing `*` is "begins with". */
export interface TextWall {
  readonly deciding: readonly string[];
  readonly text: readonly string[];
  /** Read before `deciding` and `text`: files of these patterns are neither. */
  readonly neither: readonly string[];
}

/**
 * Each deciding file that a text module is imported into, directly or through others, as the chain
 * from the one to the other. Types are left out: nothing of them is there at run time.
 */
export function textReachesOf(files: readonly SourceFile[], wall: TextWall): readonly string[] {
  const imports = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text).flatMap((found) => {
        const target = found.typeOnly ? undefined : projectPath(path, found);
        return target === undefined ? [] : [target];
      }),
    ]),
  );
  const isIn = (path: string, patterns: readonly string[]): boolean =>
    !wall.neither.includes(path) && patterns.some((pattern) => fits(path, pattern));
  return files
    .filter(({ path }) => isIn(path, wall.deciding) && !isIn(path, wall.text))
    .flatMap(({ path }) => {
      const chain = chainTo((one) => isIn(one, wall.text), path, imports);
      return chain === undefined ? [] : [chain.map((one) => `src/${one}`).join(' → ')];
    });
}

/** The shortest chain of imports from `start` to a file that `isMeant`. */
function chainTo(
  isMeant: (path: string) => boolean,
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set([start]);
  let chains: readonly (readonly string[])[] = [[start]];
  while (chains.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const chain of chains) {
      for (const next of imports.get(chain.at(-1) ?? '') ?? []) {
        if (isMeant(next)) return [...chain, next];
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...chain, next]);
      }
    }
    chains = longer;
  }
  return undefined;
}

export function fits(path: string, pattern: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
