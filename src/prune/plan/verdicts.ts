import type { Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';
import type { StorageMode, VersionFacts } from '../model/inventory.ts';
import { freesNothing } from '../model/inventory.ts';
import type {
  DeletableLayerVersion,
  LayerKeepReason,
  LayerVersionFacts,
  LayerTotals,
  PlannedLayer,
} from '../model/layer.ts';
import { layerKey, LAYER_KEEP_CODES } from '../model/layer.ts';
import type { Planned, PlannedFunction, PlanTotals, VersionTotals } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import type { DeletableVersion } from '../model/version.ts';
import { deletableVersion, functionKey } from '../model/version.ts';
import type { Candidate } from './cap.ts';
import { addBytes, bytes, count } from '../../model/units.ts';
import { KEEP_CODES } from '../model/reason.ts';

interface Facts {
  readonly version: string | number;
  readonly packageBytes?: Bytes;
  readonly storage: StorageMode;
}

interface Kind<Version extends Facts, Reason, Deletable> {
  readonly keyOf: (region: Region, name: string) => string;
  readonly deletable: (version: Version) => Deletable | undefined;
  readonly publishedAt: (version: Version) => Instant | undefined;
  /** The reason to keep a version without a number. */
  readonly otherwise: Reason;
}

export const FUNCTIONS: Kind<VersionFacts, KeepReason, DeletableVersion> = {
  keyOf: functionKey,
  deletable: ({ version }) => deletableVersion(version),
  publishedAt: ({ modifiedAt }) => modifiedAt,
  otherwise: { code: 'not-a-version' },
};

export const LAYERS: Kind<LayerVersionFacts, LayerKeepReason, DeletableLayerVersion> = {
  keyOf: layerKey,
  deletable: ({ version }) => version,
  publishedAt: ({ createdAt }) => createdAt,
  otherwise: { code: 'undated' },
};

/** A function or layer with the reasons of each version. */
export interface Assessment<Version, Reason> {
  readonly region: Region;
  readonly name: string;
  readonly digest: string;
  /** Ascending. */
  readonly versions: readonly {
    readonly facts: Version;
    /** Undefined where nothing keeps it so far. */
    readonly reasons: readonly [Reason, ...Reason[]] | undefined;
  }[];
}

/** The dated versions that nothing keeps so far. */
export function candidatesOf<Version extends Facts, Reason>(
  judged: readonly Assessment<Version, Reason>[],
  { keyOf, deletable, publishedAt: dateOf }: Kind<Version, Reason, string | number>,
): readonly Candidate[] {
  return judged.flatMap(({ region, name, versions }) =>
    versions.flatMap(({ facts, reasons }): readonly Candidate[] => {
      const number = deletable(facts);
      const publishedAt = dateOf(facts);
      if (reasons !== undefined || number === undefined || publishedAt === undefined) return [];
      const { packageBytes, storage } = facts;
      const owner = keyOf(region, name);
      return [
        {
          key: `${owner}:${number}`,
          owner,
          number: Number(number),
          publishedAt,
          ...(packageBytes !== undefined && { packageBytes }),
          freesNothing: freesNothing(storage),
        },
      ];
    }),
  );
}

/** A verdict for every version. `left`: reasons by cap or byte target, by key. */
export function withVerdicts<Version extends Facts, Reason, Deletable>(
  judged: readonly Assessment<Version, Reason>[],
  { keyOf, deletable, otherwise }: Kind<Version, Reason, Deletable>,
  left: ReadonlyMap<string, Reason>,
) {
  return judged.map(({ region, name, digest, versions }) => ({
    region,
    name,
    digest,
    versions: versions.map(({ facts, reasons }): Planned<Version, Reason, Deletable> => {
      const keep = (why: readonly [Reason, ...Reason[]]): Planned<Version, Reason, Deletable> => ({
        ...facts,
        verdict: 'keep',
        reasons: why,
      });
      if (reasons !== undefined) return keep(reasons);
      const beyond = left.get(`${keyOf(region, name)}:${facts.version}`);
      if (beyond !== undefined) return keep([beyond]);
      const version = deletable(facts);
      return version === undefined ? keep([otherwise]) : { ...facts, version, verdict: 'delete' };
    }),
  }));
}

/** Package bytes are not what code storage goes down by. */
export function totalsOf(functions: readonly PlannedFunction[]): PlanTotals {
  const versions = functions.flatMap((fn) => fn.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  return {
    listed: sumOf(versions),
    keep: sumOf(versions.filter(({ verdict }) => verdict === 'keep')),
    delete: sumOf(deleted),
    deleteFreesNothing: sumOf(deleted.filter(({ storage }) => freesNothing(storage))),
    deleteStorageUnknown: sumOf(deleted.filter(({ storage }) => storage === 'unknown')),
    deleteSnapStart: sumOf(deleted.filter(({ traits }) => traits.includes('snap-start'))),
    keptFor: keptFor(versions, KEEP_CODES),
  };
}

/** Package bytes of known sizes. */
export function layerTotals(layers: readonly PlannedLayer[]): LayerTotals {
  const versions = layers.flatMap((layer) => layer.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  const losing = layers.filter((layer) =>
    layer.versions.some(({ verdict }) => verdict === 'delete'),
  );
  return {
    listed: { versions: count(versions.length), layers: count(layers.length) },
    keep: { versions: count(versions.length - deleted.length) },
    delete: {
      versions: count(deleted.length),
      layers: count(losing.length),
      packageBytes: sumOf(deleted).packageBytes,
      sizeUnknown: count(deleted.filter((one) => one.packageBytes === undefined).length),
      freesNothing: count(deleted.filter(({ storage }) => freesNothing(storage)).length),
    },
    keptFor: keptFor(versions, LAYER_KEEP_CODES),
  };
}

export function sumOf(versions: readonly { readonly packageBytes?: Bytes }[]): VersionTotals {
  const sizes = versions.flatMap(({ packageBytes }) => packageBytes ?? []);
  return { versions: count(versions.length), packageBytes: sizes.reduce(addBytes, bytes(0)) };
}

type Verdict<Code> =
  | { readonly verdict: 'delete' }
  | {
      readonly verdict: 'keep';
      readonly reasons: readonly [{ readonly code: Code }, ...unknown[]];
    };

function keptFor<Code>(
  versions: readonly Verdict<Code>[],
  codes: readonly Code[],
): readonly { readonly code: Code; readonly versions: Count }[] {
  const times = new Map<Code, number>();
  for (const version of versions) {
    if (version.verdict !== 'keep') continue;
    const [{ code }] = version.reasons;
    times.set(code, (times.get(code) ?? 0) + 1);
  }
  return codes.flatMap((code) => {
    const kept = times.get(code);
    return kept === undefined ? [] : [{ code, versions: count(kept) }];
  });
}
