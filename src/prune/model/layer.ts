import type { Brand, Region } from '../../model/aws-ids.ts';
import type { FailureReason, ReadFailure } from '../../model/failure.ts';
import type { Reading } from './inventory.ts';
import type { Planned } from './prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';

/**
 * The number of a layer version, as DeleteLayerVersion takes it. A number of a function's version is
 * none, nor is any other number.
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

/** A layer version that may be deleted, by its type; whether it is to be is what a plan says. */
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
 * Where the content lies: `copy` in Lambda's storage, which the quota counts; `reference` in the
 * customer's own bucket (`Content.ResolvedS3Object` of GetLayerVersion); `unknown` where nobody asked,
 * or nobody could tell.
 */
export const LAYER_STORAGES = ['copy', 'reference', 'unknown'] as const;

export type LayerStorage = (typeof LAYER_STORAGES)[number];

/** One listed version. Every number that a layer has can be deleted, by its type. */
export interface LayerVersionFacts {
  readonly version: DeletableLayerVersion;
  /** Absent when the listing's date is missing or unreadable. */
  readonly createdAt?: Instant;
  /** Absent where nobody asked, since something keeps it, and where nobody could tell. */
  readonly packageBytes?: Bytes;
  readonly storage: LayerStorage;
}

/**
 * The reads without which no layer version is deleted, and `layer-size`, without which one is deleted
 * all the same.
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

/** Those by whose failure a version that is listed stays. */
export const LAYER_KEEPING_CHECKS = ['functions', 'layer-policy'] as const;

/** Why a layer version stays, in the order in which it is told. */
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
  /** By a listed version of a function of this account, `$LATEST` included. */
  | { readonly code: 'attached'; readonly by: string }
  /** It has a policy: another account may use it, and what it attaches is not listed here. */
  | { readonly code: 'shared'; readonly admits: string }
  | { readonly code: 'newest'; readonly keepNewest: number }
  /** `target`: enough goes without it, or it frees nothing, or nobody knows what it frees. */
  | { readonly code: 'undated' | 'target' }
  | { readonly code: 'too-young'; readonly minimumAgeDays: number }
  | {
      readonly code: 'not-checked';
      readonly check: (typeof LAYER_KEEPING_CHECKS)[number];
      readonly why: FailureReason | 'not-read';
    }
  | { readonly code: 'filtered'; readonly filter: (typeof LAYER_FILTERS)[number] }
  | {
      readonly code: 'cap';
      readonly of: (typeof LAYER_CAPPED_WHOLES)[number];
      readonly percent: number;
    };

/** At least one, the most important first. */
export type LayerKeepReasons = readonly [LayerKeepReason, ...LayerKeepReason[]];

/**
 * Which layer versions of a Region its functions attach, by `tools:7`: one that does, such as
 * `orders:$LATEST`.
 */
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
  /** By version, of those that were asked. */
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

export interface PlannedLayer {
  readonly region: Region;
  readonly name: string;
  /** Of its versions: a layer that differs when it comes to deleting is skipped. */
  readonly digest: string;
  /** Ascending. */
  readonly versions: readonly PlannedLayerVersion[];
}

/** Package bytes are sums of the sizes that are known. */
export interface LayerTotals {
  readonly listed: { readonly versions: Count; readonly layers: Count };
  readonly keep: { readonly versions: Count };
  readonly delete: {
    readonly versions: Count;
    readonly layers: Count;
    readonly packageBytes: Bytes;
    /** Of them: nobody could tell how large they are. */
    readonly sizeUnknown: Count;
    /** Of them: content in the customer's own bucket. */
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

/** What a plan says of layers, where it was asked for them. */
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
