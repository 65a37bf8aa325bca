import type { Brand, Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Reading } from './inventory.ts';
import type { PlannedItem, PlannedOwner } from './prune-plan.ts';
import type { SharedReason } from './reason.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';

/**
 * The number of a layer version, as DeleteLayerVersion takes it.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
 */
export type DeletableLayerVersion = Brand<number, 'DeletableLayerVersion'>;

/** `version` as a deletable number; undefined when it is not a positive safe integer. */
export function deletableLayerVersion(version: number): DeletableLayerVersion | undefined {
  return Number.isSafeInteger(version) && version >= 1
    ? (version as DeletableLayerVersion)
    : undefined;
}

export interface LayerVersionRef {
  readonly region: Region;
  readonly layerName: string;
  readonly version: number;
}

export interface DeletableLayerRef extends LayerVersionRef {
  readonly version: DeletableLayerVersion;
}

/** `eu-west-1/layer:tools`. It differs from every function key, since function names have no colon. */
export function layerKey(region: Region, layerName: string): string {
  return `${region}/layer:${layerName}`;
}

/** `eu-west-1/layer:tools:7`. AWS never reuses version numbers. */
export function layerVersionKey({ region, layerName, version }: LayerVersionRef): string {
  return `${layerKey(region, layerName)}:${version}`;
}

/**
 * Where the content of a layer version is stored:
 * - `copy`: in Lambda's code storage, which the quota counts
 * - `reference`: in the customer's own bucket (`Content.ResolvedS3Object` of GetLayerVersion), which it does not count
 * - `unknown`: the storage was not read
 */
export const LAYER_STORAGES = ['copy', 'reference', 'unknown'] as const;

export type LayerStorage = (typeof LAYER_STORAGES)[number];

/** One layer version, as AWS lists it. */
export interface LayerVersionFacts {
  readonly version: DeletableLayerVersion;
  /** Undefined when the date is missing or unreadable. */
  readonly createdAt?: Instant;
  /** Undefined when the size could not be read, or was not needed because the version is kept. */
  readonly packageBytes?: Bytes;
  readonly storage: LayerStorage;
}

/**
 * The reads about layers. A layer version is deleted only after all of them but `layer-size` succeeded.
 * - `functions`: ListFunctions with all versions, for a Region
 * - `layers`: ListLayers, for a Region
 * - `layer-versions`: ListLayerVersions, for a layer
 * - `layer-policy`: GetLayerVersionPolicy, for a layer version; 404 means that it has no policy
 * - `layer-size`: GetLayerVersion, for a layer version
 */
export const LAYER_CHECKS = [
  'functions',
  'layers',
  'layer-versions',
  'layer-policy',
  'layer-size',
] as const;

export type LayerCheck = (typeof LAYER_CHECKS)[number];

/** Checks whose failure is a reason to keep a listed layer version. */
export const LAYER_KEEPING_CHECKS = ['functions', 'layer-policy'] as const;

/** Why a layer version is kept, the most important reason first. */
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
export const LAYER_CAP_SCOPES = ['layer', 'account'] as const;

export type LayerKeepReason =
  | SharedReason<
      (typeof LAYER_KEEPING_CHECKS)[number],
      (typeof LAYER_FILTERS)[number],
      (typeof LAYER_CAP_SCOPES)[number]
    >
  /** `by`: a function version that attaches the layer version, such as `orders:$LATEST`. */
  | { readonly code: 'attached'; readonly by: string }
  /** `admits`: the policy's statements and principals. Functions of other accounts cannot be listed. */
  | { readonly code: 'shared'; readonly admits: string };

export type LayerKeepReasons = readonly [LayerKeepReason, ...LayerKeepReason[]];

/** For each attached layer version, such as `tools:7`, a function version that attaches it, such as `orders:3`. */
export type AttachedLayers = ReadonlyMap<string, string>;

/** `tools:7`, the end of the ARN of a layer version, as a key of `AttachedLayers`. */
export function attachmentKey(layerName: string, version: number): string {
  return `${layerName}:${version}`;
}

export interface LayerPolicy {
  /** The policy's statements with their principals, for people; undefined when there is no policy. */
  readonly admits?: string;
}

export interface InventoriedLayer {
  readonly name: string;
  readonly versions: Reading<readonly LayerVersionFacts[]>;
  /** By version number. A version without an entry was not read. */
  readonly policies: ReadonlyMap<number, Reading<LayerPolicy>>;
  /** Failed reads of sizes, by version number. */
  readonly unsized: ReadonlyMap<number, ReadFailure>;
}

export interface RegionLayers {
  readonly region: Region;
  readonly attached: Reading<AttachedLayers>;
  readonly layers: Reading<readonly InventoriedLayer[]>;
}

export type PlannedLayerVersion = PlannedItem<
  LayerVersionFacts,
  LayerKeepReason,
  DeletableLayerVersion
>;

export type PlannedLayer = PlannedOwner<PlannedLayerVersion>;

export interface LayerTotals {
  readonly listed: { readonly versions: Count; readonly layers: Count };
  readonly keep: { readonly versions: Count };
  readonly delete: {
    readonly versions: Count;
    readonly layers: Count;
    readonly packageBytes: Bytes;
    /** The part of `versions` whose size is unknown and not in `packageBytes`. */
    readonly sizeUnknown: Count;
    /** The part of `versions` whose content is in the customer's own bucket. */
    readonly freesNothing: Count;
  };
  /** Numbers of kept versions by their most important reason, in the order of `LAYER_KEEP_CODES`. */
  readonly keptFor: readonly { readonly code: LayerKeepCode; readonly versions: Count }[];
}

export interface FailedLayerCheck {
  readonly check: LayerCheck;
  readonly region: Region;
  readonly layerName?: string;
  readonly version?: number;
  readonly failure: ReadFailure;
}

/**
 * Why a plan contains no layers although the request asks for them:
 * - `not-allowed`: the configuration does not allow layers to be pruned in this account
 * - `functions-named`: the request is limited to named functions
 */
export const LAYERS_LEFT_OUT = ['not-allowed', 'functions-named'] as const;

export type LayersLeftOut = (typeof LAYERS_LEFT_OUT)[number];

export type LayersPlan =
  | { readonly kind: 'left-out'; readonly because: readonly [LayersLeftOut, ...LayersLeftOut[]] }
  | {
      readonly kind: 'planned';
      readonly layers: readonly PlannedLayer[];
      readonly totals: LayerTotals;
      readonly failedChecks: readonly FailedLayerCheck[];
    };

/** One layer, as read again right before a batch of its versions is deleted. */
export interface FreshLayer {
  readonly versions: Reading<readonly LayerVersionFacts[]>;
  readonly policies: ReadonlyMap<number, Reading<LayerPolicy>>;
  readonly attached: Reading<AttachedLayers>;
  /** The time at which the read of `attached` began. */
  readonly attachedReadAt: Instant;
}
