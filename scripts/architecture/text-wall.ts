import { importsOf } from './source.ts';
import type { SourceFile } from './walls.ts';
import { projectPath } from './walls.ts';

/** Path patterns of files that decide, and of those that write text. A trailing `*` means "begins with". */
export interface TextWall {
  readonly deciding: readonly string[];
  readonly text: readonly string[];
  /** Exact paths that count neither as deciding nor as text. */
  readonly neither: readonly string[];
}

/** Returns the chain of imports of each deciding file that reaches a text module. Type imports do not count. */
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

/** Returns the shortest chain of imports from `start` to a file that `isTarget` accepts, if there is one. */
function chainTo(
  isTarget: (path: string) => boolean,
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set([start]);
  let chains: readonly (readonly string[])[] = [[start]];
  while (chains.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const chain of chains) {
      for (const next of imports.get(chain.at(-1) ?? '') ?? []) {
        if (isTarget(next)) return [...chain, next];
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
