import type { Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import type { StorageMode, VersionFacts } from '../model/inventory.ts';
import { freesNothing } from '../model/inventory.ts';
import type { DeletableLayerVersion, LayerKeepReason, LayerVersionFacts } from '../model/layer.ts';
import { layerKey } from '../model/layer.ts';
import type { PlannedItem } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import type { DeletableVersion } from '../model/version.ts';
import { deletableVersion, functionKey } from '../model/version.ts';
import type { Candidate } from './cap.ts';

interface Facts {
  readonly version: string | number;
  readonly packageBytes?: Bytes;
  readonly storage: StorageMode;
}

/** How function versions or layer versions are identified and dated. */
interface Kind<Version extends Facts, Reason, Deletable> {
  readonly keyOf: (region: Region, name: string) => string;
  readonly deletable: (version: Version) => Deletable | undefined;
  readonly publishedAt: (version: Version) => Instant | undefined;
  /** The reason to keep a version that has no deletable number. */
  readonly unnumbered: Reason;
}

export const FUNCTION_KIND: Kind<VersionFacts, KeepReason, DeletableVersion> = {
  keyOf: functionKey,
  deletable: ({ version }) => deletableVersion(version),
  publishedAt: ({ modifiedAt }) => modifiedAt,
  unnumbered: { code: 'not-a-version' },
};

export const LAYER_KIND: Kind<LayerVersionFacts, LayerKeepReason, DeletableLayerVersion> = {
  keyOf: layerKey,
  deletable: ({ version }) => version,
  publishedAt: ({ createdAt }) => createdAt,
  unnumbered: { code: 'undated' },
};

/** A function or layer with the reasons to keep each version. */
export interface Assessment<Version, Reason> {
  readonly region: Region;
  readonly name: string;
  readonly digest: string;
  /** In ascending order of their numbers. */
  readonly versions: readonly {
    readonly facts: Version;
    /** Undefined when there is no reason to keep the version before caps and byte target are applied. */
    readonly reasons: readonly [Reason, ...Reason[]] | undefined;
  }[];
}

/** The versions that have a date and no reason to be kept before caps and byte target are applied. */
export function candidatesOf<Version extends Facts, Reason>(
  assessed: readonly Assessment<Version, Reason>[],
  { keyOf, deletable, publishedAt: dateOf }: Kind<Version, Reason, string | number>,
): readonly Candidate[] {
  return assessed.flatMap(({ region, name, versions }) =>
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

/** The verdict for every version. `limited`: by version key, the reason by which a cap or the byte target keeps it. */
export function withVerdicts<Version extends Facts, Reason, Deletable>(
  assessed: readonly Assessment<Version, Reason>[],
  { keyOf, deletable, unnumbered }: Kind<Version, Reason, Deletable>,
  limited: ReadonlyMap<string, Reason>,
) {
  return assessed.map(({ region, name, digest, versions }) => ({
    region,
    name,
    digest,
    versions: versions.map(({ facts, reasons }): PlannedItem<Version, Reason, Deletable> => {
      if (reasons !== undefined) return { ...facts, verdict: 'keep', reasons };
      const limit = limited.get(`${keyOf(region, name)}:${facts.version}`);
      if (limit !== undefined) return { ...facts, verdict: 'keep', reasons: [limit] };
      const version = deletable(facts);
      if (version === undefined) return { ...facts, verdict: 'keep', reasons: [unnumbered] };
      return { ...facts, version, verdict: 'delete' };
    }),
  }));
}
