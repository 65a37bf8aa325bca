import type { Brand, Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Reading } from './inventory.ts';
import type { Planned, PlannedOwner } from './prune-plan.ts';
import type { SharedReason } from './reason.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';

/**
 * The number of a layer version, as DeleteLayerVersion takes it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
 */
export type DeletableLayerVersion = Brand<number, 'DeletableLayerVersion'>;

/** `version` as what can be deleted; undefined unless it is a whole number from 1, exactly representable. */
export function deletableLayerVersion(version: number): DeletableLayerVersion | undefined {
  return Number.isSafeInteger(version) && version >= 1
    ? (version as DeletableLayerVersion)
    : undefined;
}

/** One version of one layer of an account. */
export interface LayerVersionRef {
  readonly region: Region;
  readonly layerName: string;
  readonly version: number;
}

export interface DeletableLayerRef extends LayerVersionRef {
  readonly version: DeletableLayerVersion;
}

/** `eu-west-1/layer:tools`. No function has a colon in its name. */
export function layerKey(region: Region, layerName: string): string {
  return `${region}/layer:${layerName}`;
}

/** `eu-west-1/layer:tools:7`. Numbers are never used again. */
export function layerVersionKey({ region, layerName, version }: LayerVersionRef): string {
  return `${layerKey(region, layerName)}:${version}`;
}

/**
 * Where the content is: `copy` in Lambda's storage, which the quota counts; `reference` in the customer's own
 * bucket (`Content.ResolvedS3Object` of GetLayerVersion); `unknown` where it was not read.
 */
export const LAYER_STORAGES = ['copy', 'reference', 'unknown'] as const;

export type LayerStorage = (typeof LAYER_STORAGES)[number];

/** One listed version. */
export interface LayerVersionFacts {
  readonly version: DeletableLayerVersion;
  /** Absent when the listing's date is missing or unreadable. */
  readonly createdAt?: Instant;
  /** Absent where it was not read, which versions that are kept do not need, and where the read failed. */
  readonly packageBytes?: Bytes;
  readonly storage: LayerStorage;
}

/**
 * The reads of layers. A version is deleted without `layer-size`, never without the others.
 * - `functions`: ListFunctions with all versions, of the Region
 * - `layers`: ListLayers, of the Region
 * - `layer-versions`: ListLayerVersions, of the layer
 * - `layer-policy`: GetLayerVersionPolicy, of the version; 404 means that it has none
 * - `layer-size`: GetLayerVersion, of the version
 */
export const LAYER_CHECKS = [
  'functions',
  'layers',
  'layer-versions',
  'layer-policy',
  'layer-size',
] as const;

export type LayerCheck = (typeof LAYER_CHECKS)[number];

/** The reads whose failure keeps a version that is listed. */
export const LAYER_KEEPING_CHECKS = ['functions', 'layer-policy'] as const;

/** Why a layer version is kept, the most important first. */
export const LAYER_KEEP_CODES = [
  'attached',
  'shared',
  'newest',
  'undated',
  'too-young',
  'not-checked',
  'filtered',
  'cap',
  'target',
] as const;

export type LayerKeepCode = (typeof LAYER_KEEP_CODES)[number];

export const LAYER_FILTERS = ['region', 'age'] as const;
export const LAYER_CAPPED_WHOLES = ['layer', 'account'] as const;

export type LayerKeepReason =
  | SharedReason<
      (typeof LAYER_KEEPING_CHECKS)[number],
      (typeof LAYER_FILTERS)[number],
      (typeof LAYER_CAPPED_WHOLES)[number]
    >
  /** By a listed version of a function of this account, `$LATEST` included. */
  | { readonly code: 'attached'; readonly by: string }
  /** It has a policy: another account may use it, and what that account attaches is not listed here. */
  | { readonly code: 'shared'; readonly admits: string };

/** At least one, the most important first. */
export type LayerKeepReasons = readonly [LayerKeepReason, ...LayerKeepReason[]];

/** By layer version of a Region, such as `tools:7`: a function version that attaches it, such as `orders:$LATEST`. */
export type AttachedLayers = ReadonlyMap<string, string>;

/** `tools:7`, as the ARN of a layer version ends. */
export function attachmentKey(layerName: string, version: number): string {
  return `${layerName}:${version}`;
}

/** Whom the policy of a layer version admits; absent where it has none. */
export interface LayerPolicy {
  readonly admits?: string;
}

export interface InventoriedLayer {
  readonly name: string;
  /** In any order. */
  readonly versions: Reading<readonly LayerVersionFacts[]>;
  /** By version, of those that were read. */
  readonly policies: ReadonlyMap<number, Reading<LayerPolicy>>;
  /** By version: sizes that could not be read. */
  readonly unsized: ReadonlyMap<number, ReadFailure>;
}

/** What was read of the layers of one Region. */
export interface RegionLayers {
  readonly region: Region;
  readonly attached: Reading<AttachedLayers>;
  readonly layers: Reading<readonly InventoriedLayer[]>;
}

export type PlannedLayerVersion = Planned<
  LayerVersionFacts,
  LayerKeepReason,
  DeletableLayerVersion
>;

/** Its digest covers its versions. */
export type PlannedLayer = PlannedOwner<PlannedLayerVersion>;

/** Package bytes are sums of the sizes that are known. */
export interface LayerTotals {
  readonly listed: { readonly versions: Count; readonly layers: Count };
  readonly keep: { readonly versions: Count };
  readonly delete: {
    readonly versions: Count;
    readonly layers: Count;
    readonly packageBytes: Bytes;
    /** Of `versions`. */
    readonly sizeUnknown: Count;
    /** Of `versions`: content in the customer's own bucket. */
    readonly freesNothing: Count;
  };
  /** Of `keep`, by the most important reason, in the order of importance. */
  readonly keptFor: readonly { readonly code: LayerKeepCode; readonly versions: Count }[];
}

/** A read of layers that failed while planning. */
export interface FailedLayerCheck {
  readonly check: LayerCheck;
  readonly region: Region;
  readonly layerName?: string;
  readonly version?: number;
  readonly failure: ReadFailure;
}

/**
 * Why a plan that was asked for layers holds none:
 * - `not-allowed`: the configuration does not allow it for this account
 * - `functions-named`: the request names functions, and no layer is one
 */
export const LAYERS_LEFT_OUT = ['not-allowed', 'functions-named'] as const;

export type LayersLeftOut = (typeof LAYERS_LEFT_OUT)[number];

/** The layers of a plan, where the request asked for layers. */
export type LayersPlan =
  | { readonly kind: 'left-out'; readonly because: readonly [LayersLeftOut, ...LayersLeftOut[]] }
  | {
      readonly kind: 'planned';
      /** By Region, then by name. */
      readonly layers: readonly PlannedLayer[];
      readonly totals: LayerTotals;
      readonly failedChecks: readonly FailedLayerCheck[];
    };

/** One layer, read again right before its first deletion. */
export interface FreshLayer {
  readonly versions: Reading<readonly LayerVersionFacts[]>;
  readonly policies: ReadonlyMap<number, Reading<LayerPolicy>>;
  readonly attached: Reading<AttachedLayers>;
  /** When the reading of `attached` began. */
  readonly attachedReadAt: Instant;
}
