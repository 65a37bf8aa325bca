import type { Region } from '../../../model/aws-ids.ts';
import { matchesGlob } from '../../../model/glob.ts';
import { didYouMean } from '../../../config/did-you-mean.ts';
import type { FunctionVerdicts, PlannedVersion } from '../../model/prune-plan.ts';
import type { KeepReasons } from '../../model/reason.ts';
import type { VersionRef } from '../../model/version.ts';
import { versionKey } from '../../model/version.ts';

export type NamedVersion = Omit<VersionRef, 'region'>;

/** Which versions of a plan are printed. */
export interface ShowFilter {
  /** Globs of function names; empty for all functions. */
  readonly functions: readonly string[];
  /** Whether only kept versions are printed. */
  readonly kept: boolean;
  /** If set, only this version is printed. */
  readonly version?: NamedVersion;
}

export interface ShownVersion {
  readonly region: Region;
  readonly functionName: string;
  readonly planned: PlannedVersion;
}

/** A requested name or version that the plan does not contain. `meant` is the most similar name, if one is similar. */
export interface UnmatchedName {
  readonly asked: string;
  readonly meant?: string;
}

/** The function name and version in a text such as `orders:7`; undefined for other texts. */
export function namedVersion(text: string): NamedVersion | undefined {
  const [, functionName, version] = /^([\w-]{1,64}):([1-9]\d{0,15})$/.exec(text) ?? [];
  if (functionName === undefined || version === undefined) return undefined;
  return { functionName, version };
}

/** Returns the plan's functions. A version whose key is in `since` gets the verdict `keep` with these newer reasons. */
export function withNewerVerdicts(
  { functions }: FunctionVerdicts,
  since: ReadonlyMap<string, KeepReasons>,
): FunctionVerdicts {
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

export function shownVersions(
  { functions }: FunctionVerdicts,
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

/** The globs, and the version, that match nothing in the plan. */
export function namesNotFound(
  { functions }: FunctionVerdicts,
  { functions: globs, version }: Pick<ShowFilter, 'functions' | 'version'>,
): readonly UnmatchedName[] {
  const names = [...new Set(functions.map(({ name }) => name))];
  const unknown = namesNotMatched(globs, names);
  if (version === undefined) return unknown;
  const { functionName } = version;
  const asked = `${functionName}:${version.version}`;
  const same = functions.filter(({ name }) => name === functionName);
  if (same.length === 0) return [...unknown, unmatched(asked, functionName, names)];
  const isInPlan = same.some(({ versions }) =>
    versions.some((one) => one.version === version.version),
  );
  return isInPlan ? unknown : [...unknown, { asked }];
}

export function namesNotMatched(
  globs: readonly string[],
  names: readonly string[],
): readonly UnmatchedName[] {
  return globs
    .filter((glob) => !names.some((name) => matchesGlob(name, glob)))
    .map((glob) => unmatched(glob, glob.replaceAll(/[*?]/g, ''), names));
}

function unmatched(asked: string, name: string, names: readonly string[]): UnmatchedName {
  const meant = didYouMean(name, names);
  return { asked, ...(meant !== undefined && { meant }) };
}
