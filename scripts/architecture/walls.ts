import { posix } from 'node:path';
import { importsOf, lineAt, withoutTextAndComments, type Import } from './source.ts';

/** A file of `src/`: its path below `src/` with forward slashes, and what stands in it. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What the files of one part of `src/` may import. */
export interface Wall {
  /** Parts of the project whose values and types may be imported. */
  readonly project: readonly string[];
  /** Parts of which only types may be imported. */
  readonly types: readonly string[];
  /** Modules from outside; `name*` stands for every module that begins with `name`. */
  readonly outside: readonly string[];
}

/** One wall per part of `src/`: a folder directly below it, or a file there without its ending. */
export type Walls = Readonly<Record<string, Wall>>;

/** Each import that the walls forbid, as a sentence that begins with the place. */
export function breachesOf(files: readonly SourceFile[], walls: Walls): readonly string[] {
  return files.flatMap((file) => {
    const part = partOf(file.path);
    const wall = walls[part];
    if (wall === undefined) return [`src/${file.path}: the import table has no row for ${part}`];
    return importsOf(file.text)
      .map((found) => ({ found, fault: faultOf(file.path, found, wall) }))
      .filter(({ fault }) => fault !== undefined)
      .map(({ found, fault }) => `src/${file.path}:${found.line} ${fault}`);
  });
}

/** Each circle of imports between parts of `src/`, as `a → b → a`; types count as well. */
export function circlesOf(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map<string, Set<string>>();
  for (const file of files) {
    const from = partOf(file.path);
    for (const found of importsOf(file.text)) {
      const target = projectPath(file.path, found);
      if (target === undefined || partOf(target) === from) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(partOf(target)));
    }
  }
  const circles = new Set<string>();
  const walk = (trail: readonly string[]): void => {
    for (const next of edges.get(trail.at(-1) ?? '') ?? []) {
      const start = trail.indexOf(next);
      if (start === -1) walk([...trail, next]);
      else circles.add(circleName(trail.slice(start)));
    }
  };
  for (const part of edges.keys()) walk([part]);
  return [...circles];
}

/** Reading the process, the clock or chance, writing to the console, or state of a module's own. */
const surroundings: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\s*(?:\.|\?\.|\[)/g, 'reads the process'],
  [/\bDate\s*\.\s*now\b|\bperformance\s*\.\s*now\b/g, 'reads the clock'],
  [/\bnew\s+Date\b\s*(?!\s*\()|\bnew\s+Date\s*\(\s*\)|(?<!new\s+)\bDate\s*\(/g, 'reads the clock'],
  [/\bconsole\s*(?:\.|\?\.|\[)/g, 'writes to the console'],
  [/\bMath\s*\.\s*random\b|\brandomUUID\b/g, 'draws at random'],
  [/^(?:export\s+)?(?:let|var)\s/gm, 'keeps state in the module'],
];

/**
 * Each place that takes from its surroundings what it should be handed: the environment, the
 * arguments, the clock, chance, the console. Only composition roots (`exempt`) may.
 */
export function reachesOf(
  files: readonly SourceFile[],
  exempt: readonly string[],
): readonly string[] {
  return files
    .filter((file) => !exempt.includes(partOf(file.path)))
    .flatMap((file) => {
      const code = withoutTextAndComments(file.text);
      return surroundings.flatMap(([pattern, what]) =>
        [...code.matchAll(pattern)].map(
          (match) => `src/${file.path}:${lineAt(code, match.index)} ${what}`,
        ),
      );
    });
}

/** Each folder or file whose name says nothing about its job. */
export function emptyNamesOf(paths: readonly string[]): readonly string[] {
  return paths.filter((path) =>
    path.split('/').some((name) => /^(?:utils?|helpers?|common|managers?)(?:\.|$)/i.test(name)),
  );
}

function faultOf(path: string, found: Import, wall: Wall): string | undefined {
  if (found.specifier === undefined) return 'imports a module whose name is computed';
  const target = projectPath(path, found);
  if (target === undefined) {
    if (wall.outside.some((pattern) => matches(found.specifier ?? '', pattern))) return undefined;
    return `may not import ${found.specifier}`;
  }
  if (target.startsWith('../')) return `may not import ${found.specifier} from outside src`;
  const part = partOf(target);
  if (wall.project.includes(part)) return undefined;
  if (!wall.types.includes(part)) return `may not import src/${target}`;
  return found.typeOnly ? undefined : `may import only types of src/${target}`;
}

/** Where a relative import leads, below `src/`; `undefined` for a module from outside. */
export function projectPath(path: string, found: Import): string | undefined {
  if (found.specifier === undefined || !found.specifier.startsWith('.')) return undefined;
  return posix.normalize(posix.join(posix.dirname(path), found.specifier));
}

function partOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? path;
}

function matches(specifier: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern;
}

/** The same circle has one name, wherever the walk entered it. */
function circleName(parts: readonly string[]): string {
  const first = parts.indexOf([...parts].sort()[0] ?? '');
  const turned = [...parts.slice(first), ...parts.slice(0, first)];
  return [...turned, turned[0]].join(' → ');
}
