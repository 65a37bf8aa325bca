import { posix } from 'node:path';
import { importsOf, lineAt, withoutTextAndComments, type Import } from './source.ts';

/** A file of `src/`: its path below `src/` with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The import rules of `src/`. A wing is a folder directly below `src/`. */
export interface House {
  /** Wings from bottom to top. Wings of one floor do not import each other. */
  readonly floors: readonly (readonly string[])[];
  /** The packages that each wing may import; `name*` matches every package that begins with `name`. */
  readonly outside: Readonly<Record<string, readonly string[]>>;
  /** Folders whose files import no package, directly or through others, except types and `pureModules`. */
  readonly pure: readonly string[];
  readonly pureModules: readonly string[];
}

/** Returns each import from a wing above or beside the file's own, or of a package that the wing may not import. */
export function breachesOf(files: readonly SourceFile[], house: House): readonly string[] {
  const floorOf = (wing: string): number => house.floors.findIndex((floor) => floor.includes(wing));
  return files.flatMap(({ path, text }) => {
    const wing = wingOf(path);
    const floor = floorOf(wing);
    if (floor === -1) return [`src/${path}: no floor has the wing ${wing}`];
    return importsOf(text).flatMap((found) => {
      const fault = faultOf(
        path,
        found,
        (target) => {
          const other = wingOf(target);
          if (other === wing) return undefined;
          const below = floorOf(other);
          if (below === -1) return `imports src/${target}, whose wing has no floor`;
          if (below > floor) return `imports src/${target}, which is above ${wing}`;
          return below === floor ? `imports src/${target}, which is beside ${wing}` : undefined;
        },
        house.outside[wing] ?? [],
      );
      return fault === undefined ? [] : [`src/${path}:${found.line} ${fault}`];
    });
  });
}

/** Returns each chain of imports from a pure folder to a package, as `a → b → package`. Type imports do not count. */
export function impuritiesOf(files: readonly SourceFile[], house: House): readonly string[] {
  const imports = new Map(
    files.map(({ path, text }) => [path, importsOf(text).filter(({ typeOnly }) => !typeOnly)]),
  );
  const isPure = (path: string): boolean => house.pure.some((folder) => path.startsWith(folder));
  const chainFrom = (path: string, seen: Set<string>): readonly string[] | undefined => {
    for (const found of imports.get(path) ?? []) {
      const target = projectPath(path, found);
      if (target === undefined) {
        const module = found.specifier ?? 'a module whose name is computed';
        if (!house.pureModules.some((pattern) => matches(module, pattern))) return [path, module];
      } else if (!seen.has(target)) {
        seen.add(target);
        const rest = chainFrom(target, seen);
        if (rest !== undefined) return [path, ...rest];
      }
    }
    return undefined;
  };
  return files
    .filter(({ path }) => isPure(path))
    .flatMap(({ path }) => chainFrom(path, new Set([path]))?.join(' → ') ?? []);
}

/** Returns each circle of imports between wings, as `a → b → a`. Type imports count as well. */
export function circlesOf(files: readonly SourceFile[]): readonly string[] {
  const edges = new Map<string, Set<string>>();
  for (const file of files) {
    const from = wingOf(file.path);
    for (const found of importsOf(file.text)) {
      const target = projectPath(file.path, found);
      if (target === undefined || wingOf(target) === from) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(wingOf(target)));
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
  for (const wing of edges.keys()) walk([wing]);
  return [...circles];
}

/** Code that reads the process, the clock or random numbers, writes to the console, or keeps state in a module. */
const surroundings: readonly (readonly [RegExp, string])[] = [
  [/\bprocess\s*(?:\.|\?\.|\[)/g, 'reads the process'],
  [/\bDate\s*\.\s*now\b|\bperformance\s*\.\s*now\b/g, 'reads the clock'],
  [/\bnew\s+Date\b\s*(?!\s*\()|\bnew\s+Date\s*\(\s*\)|(?<!new\s+)\bDate\s*\(/g, 'reads the clock'],
  [/\bconsole\s*(?:\.|\?\.|\[)/g, 'writes to the console'],
  [/\bMath\s*\.\s*random\b|\brandomUUID\b/g, 'draws at random'],
  [/^(?:export\s+)?(?:let|var)\s/gm, 'keeps state in the module'],
];

/**
 * Returns each place outside the wings in `exempt` that uses the environment, the arguments, the clock,
 * random numbers or the console directly instead of taking them as arguments.
 */
export function reachesOf(
  files: readonly SourceFile[],
  exempt: readonly string[],
): readonly string[] {
  return files
    .filter((file) => !exempt.includes(wingOf(file.path)))
    .flatMap((file) => {
      const code = withoutTextAndComments(file.text);
      return surroundings.flatMap(([pattern, what]) =>
        [...code.matchAll(pattern)].map(
          (match) => `src/${file.path}:${lineAt(code, match.index)} ${what}`,
        ),
      );
    });
}

/** Returns each path with a folder or file name that does not tell its job, such as `utils`. */
export function emptyNamesOf(paths: readonly string[]): readonly string[] {
  return paths.filter((path) =>
    path.split('/').some((name) => /^(?:utils?|helpers?|common|managers?)(?:\.|$)/i.test(name)),
  );
}

/** Returns each folder that directly contains more than `most` files, as `folder has n files`. */
export function crowdedFoldersOf(paths: readonly string[], most: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > most)
    .map(([folder, count]) => `src/${folder} has ${count} files`);
}

/** Returns each file name that occurs twice in a wing, except below the folders `plugIns`. */
export function repeatedNamesOf(
  paths: readonly string[],
  plugIns: readonly string[],
): readonly string[] {
  const places = new Map<string, string[]>();
  for (const path of paths.filter((one) => !plugIns.some((folder) => one.startsWith(folder)))) {
    const key = `${wingOf(path)}/${posix.basename(path)}`;
    places.set(key, [...(places.get(key) ?? []), `src/${path}`]);
  }
  return [...places.values()].filter(({ length }) => length > 1).map((same) => same.join(' and '));
}

/** Returns each import from one plug-in below `folder` to another, except of the files `shared`. */
export function crossingsOf(
  files: readonly SourceFile[],
  folder: string,
  shared: readonly string[],
): readonly string[] {
  const plugInOf = (path: string): string | undefined => {
    const [name, ...rest] = path.startsWith(folder) ? path.slice(folder.length).split('/') : [];
    return rest.length === 0 ? undefined : name;
  };
  return files.flatMap(({ path, text }) => {
    const own = plugInOf(path);
    if (own === undefined) return [];
    return importsOf(text).flatMap((found) => {
      const target = projectPath(path, found);
      if (target === undefined || shared.includes(target)) return [];
      const other = plugInOf(target);
      if (other === undefined || other === own) return [];
      return [`src/${path}:${found.line} imports src/${target}, which is of ${other}`];
    });
  });
}

function faultOf(
  path: string,
  found: Import,
  inProject: (target: string) => string | undefined,
  outside: readonly string[],
): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) return 'imports a module whose name is computed';
  const target = projectPath(path, found);
  if (target === undefined) {
    return outside.some((pattern) => matches(specifier, pattern))
      ? undefined
      : `may not import ${specifier}`;
  }
  return target.startsWith('../') ? `imports ${specifier} from outside src` : inProject(target);
}

/** Returns the path below `src/` that a relative import names; `undefined` for a package. */
export function projectPath(path: string, found: Import): string | undefined {
  if (found.specifier === undefined || !found.specifier.startsWith('.')) return undefined;
  return posix.normalize(posix.join(posix.dirname(path), found.specifier));
}

function wingOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? path;
}

function matches(specifier: string, pattern: string): boolean {
  if (pattern.endsWith('*')) return specifier.startsWith(pattern.slice(0, -1));
  return specifier === pattern;
}

/** Returns the circle's name, beginning with its first wing in the alphabet, so that it has one name. */
function circleName(wings: readonly string[]): string {
  const first = wings.indexOf([...wings].sort()[0] ?? '');
  const turned = [...wings.slice(first), ...wings.slice(0, first)];
  return [...turned, turned[0]].join(' → ');
}
