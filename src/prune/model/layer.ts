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

/** `version` as a deletable number; undefined unless it is a safe integer from 1. */
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

/** `eu-west-1/layer:tools`. Names of functions have no colon. */
export function layerKey(region: Region, layerName: string): string {
  return `${region}/layer:${layerName}`;
}

/** `eu-west-1/layer:tools:7`. AWS never reuses numbers. */
export function layerVersionKey({ region, layerName, version }: LayerVersionRef): string {
  return `${layerKey(region, layerName)}:${version}`;
}

/**
 * Where the content is:
 * - `copy`: Lambda's storage, which the quota counts
 * - `reference`: the customer's own bucket (`Content.ResolvedS3Object` of GetLayerVersion)
 * - `unknown`: it was not read
 */
export const LAYER_STORAGES = ['copy', 'reference', 'unknown'] as const;

export type LayerStorage = (typeof LAYER_STORAGES)[number];

export interface LayerVersionFacts {
  readonly version: DeletableLayerVersion;
  /** Absent when the date is missing or unreadable. */
  readonly createdAt?: Instant;
  /** Absent where the read failed or was not needed, as for versions that are kept. */
  readonly packageBytes?: Bytes;
  readonly storage: LayerStorage;
}

/**
 * The reads of layers. Only `layer-size` may be missing when a version is deleted.
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

export const LAYER_KEEPING_CHECKS = ['functions', 'layer-policy'] as const;

/** The most important first. */
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
  /** `by`: a listed version of a function of this account, `$LATEST` included. */
  | { readonly code: 'attached'; readonly by: string }
  /** It has a policy: another account, whose functions are not listed here, may use it. */
  | { readonly code: 'shared'; readonly admits: string };

export type LayerKeepReasons = readonly [LayerKeepReason, ...LayerKeepReason[]];

/** A function version that attaches it, such as `orders:$LATEST`, by layer version, such as `tools:7`. */
export type AttachedLayers = ReadonlyMap<string, string>;

/** `tools:7`, the end of the ARN of a layer version. */
export function attachmentKey(layerName: string, version: number): string {
  return `${layerName}:${version}`;
}

export interface LayerPolicy {
  readonly admits?: string;
}

export interface InventoriedLayer {
  readonly name: string;
  readonly versions: Reading<readonly LayerVersionFacts[]>;
  /** By version. */
  readonly policies: ReadonlyMap<number, Reading<LayerPolicy>>;
  readonly unsized: ReadonlyMap<number, ReadFailure>;
}

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

export type PlannedLayer = PlannedOwner<PlannedLayerVersion>;

export interface LayerTotals {
  readonly listed: { readonly versions: Count; readonly layers: Count };
  readonly keep: { readonly versions: Count };
  readonly delete: {
    readonly versions: Count;
    readonly layers: Count;
    readonly packageBytes: Bytes;
    readonly sizeUnknown: Count;
    /** Of `versions`: their content is in the customer's own bucket. */
    readonly freesNothing: Count;
  };
  /** `keep` by the most important reason, in the order of importance. */
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
 * Why a plan with layers requested has none:
 * - `not-allowed`: the configuration does not allow it for this account
 * - `functions-named`: the request names functions, and no layer is one
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

/** One layer, read again right before its first deletion. */
export interface FreshLayer {
  readonly versions: Reading<readonly LayerVersionFacts[]>;
  readonly policies: ReadonlyMap<number, Reading<LayerPolicy>>;
  readonly attached: Reading<AttachedLayers>;
  /** When the reading of `attached` began. */
  readonly attachedReadAt: Instant;
}
