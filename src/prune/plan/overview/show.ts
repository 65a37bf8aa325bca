import type { Region } from '../../../model/aws-ids.ts';
import { matchesGlob } from '../../../model/glob.ts';
import { didYouMean } from '../../../config/did-you-mean.ts';
import type { JudgedFunctions, PlannedVersion } from '../../model/prune-plan.ts';
import type { KeepReasons } from '../../model/reason.ts';
import { versionKey } from '../../model/version.ts';

/** One version of one function: `orders:7`. */
export interface NamedVersion {
  readonly functionName: string;
  readonly version: string;
}

/** Which versions of a plan are shown; all where nothing is said. */
export interface ShowFilter {
  /** Names of functions, as globs; all when empty. */
  readonly functions: readonly string[];
  /** Only those that stay. */
  readonly kept: boolean;
  readonly version?: NamedVersion;
}

/** A version of a plan with the place it is in. */
export interface ShownVersion {
  readonly region: Region;
  readonly functionName: string;
  readonly planned: PlannedVersion;
}

/** A name or a version that a plan does not hold, with the nearest name that it does. */
export interface NothingShown {
  readonly asked: string;
  readonly meant?: string;
}

/** `orders:7` in its parts; undefined for what is no such text. */
export function namedVersion(text: string): NamedVersion | undefined {
  const [, functionName, version] = /^([\w-]{1,64}):([1-9]\d{0,15})$/.exec(text) ?? [];
  if (functionName === undefined || version === undefined) return undefined;
  return { functionName, version };
}

/** The plan's functions, in which versions that were kept since, by key, stay for those reasons. */
export function withKeptSince(
  { functions }: JudgedFunctions,
  since: ReadonlyMap<string, KeepReasons>,
): JudgedFunctions {
  return {
    functions: functions.map((fn) => ({
      ...fn,
      versions: fn.versions.map((planned): PlannedVersion => {
        const { region, name: functionName } = fn;
        const reasons = since.get(versionKey({ region, functionName, version: planned.version }));
        if (planned.verdict === 'keep' || reasons === undefined) return planned;
        return { ...planned, verdict: 'keep', reasons };
      }),
    })),
  };
}

/** The versions that a filter chooses, in the order of the plan. */
export function shownVersions(
  { functions }: JudgedFunctions,
  { functions: globs, kept, version }: ShowFilter,
): readonly ShownVersion[] {
  return functions
    .filter(({ name }) => version === undefined || name === version.functionName)
    .filter(({ name }) => globs.length === 0 || globs.some((glob) => matchesGlob(name, glob)))
    .flatMap(({ region, name, versions }) =>
      versions
        .filter((one) => version === undefined || one.version === version.version)
        .filter((one) => !kept || one.verdict === 'keep')
        .map((planned) => ({ region, functionName: name, planned })),
    );
}

/** Each glob, and the version, that names nothing in the plan. A name that is there and loses nothing is something. */
export function namesNotFound(
  { functions }: JudgedFunctions,
  { functions: globs, version }: Pick<ShowFilter, 'functions' | 'version'>,
): readonly NothingShown[] {
  const names = [...new Set(functions.map(({ name }) => name))];
  const unknown = namesNotMatched(globs, names);
  if (version === undefined) return unknown;
  const { functionName } = version;
  const asked = `${functionName}:${version.version}`;
  const same = functions.filter(({ name }) => name === functionName);
  if (same.length === 0) return [...unknown, nothing(asked, functionName, names)];
  const isThere = same.some(({ versions }) =>
    versions.some((one) => one.version === version.version),
  );
  return isThere ? unknown : [...unknown, { asked }];
}

/** Globs that match none of the names, with the nearest name. */
export function namesNotMatched(
  globs: readonly string[],
  names: readonly string[],
): readonly NothingShown[] {
  return globs
    .filter((glob) => !names.some((name) => matchesGlob(name, glob)))
    .map((glob) => nothing(glob, glob.replaceAll(/[*?]/g, ''), names));
}

function nothing(asked: string, written: string, names: readonly string[]): NothingShown {
  const meant = didYouMean(written, names);
  return { asked, ...(meant !== undefined && { meant }) };
}
