import type {
  FailedLayerCheck,
  LayerKeepReason,
  LayersPlan,
  LayerTotals,
  PlannedLayer,
  PlannedLayerVersion,
} from '../model/layer.ts';
import {
  deletableLayerVersion,
  LAYER_CAPPED_WHOLES,
  LAYER_CHECKS,
  LAYER_FILTERS,
  LAYER_KEEP_CODES,
  LAYER_KEEPING_CHECKS,
  LAYER_STORAGES,
  LAYERS_LEFT_OUT,
} from '../model/layer.ts';
import { FAILURE_REASONS } from '../../model/failure.ts';
import type { Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  number,
  object,
  oneOf,
  readBytes,
  readCount,
  readFailure,
  readInstant,
  readRegion,
  refined,
  some,
  text,
} from '../../documents/reading.ts';

/** Layers of a plan with their dates written out. */
export function layersForJson(layers: LayersPlan): object {
  if (layers.kind === 'left-out') return layers;
  return {
    ...layers,
    layers: layers.layers.map((layer) => ({
      ...layer,
      versions: layer.versions.map(({ createdAt, ...facts }) =>
        createdAt === undefined ? facts : { ...facts, createdAt: instantText(createdAt) },
      ),
    })),
  };
}

/** The same constructor as everywhere: a stored plan cannot hold what none may delete. */
export const readDeletableLayer = refined(
  number,
  deletableLayerVersion,
  'the number of a layer version',
);

/** A reason to keep a layer version, as a plan and a journal write it. */
export const readLayerKeepReason: Read<LayerKeepReason> = object(
  ({ required }): LayerKeepReason => {
    const code = required('code', oneOf(LAYER_KEEP_CODES));
    switch (code) {
      case 'undated':
      case 'target':
        return { code };
      case 'attached':
        return { code, by: required('by', text) };
      case 'shared':
        return { code, admits: required('admits', text) };
      case 'newest':
        return { code, keepNewest: required('keepNewest', number) };
      case 'too-young':
        return { code, minimumAgeDays: required('minimumAgeDays', number) };
      case 'not-checked':
        return {
          code,
          check: required('check', oneOf(LAYER_KEEPING_CHECKS)),
          why: required('why', oneOf([...FAILURE_REASONS, 'not-read'])),
        };
      case 'filtered':
        return { code, filter: required('filter', oneOf(LAYER_FILTERS)) };
      case 'cap':
        return {
          code,
          of: required('of', oneOf(LAYER_CAPPED_WHOLES)),
          percent: required('percent', number),
        };
    }
  },
);

const readVersion: Read<PlannedLayerVersion> = object(({ required, optional }) => {
  const createdAt = optional('createdAt', readInstant);
  const packageBytes = optional('packageBytes', readBytes);
  const facts = {
    version: required('version', readDeletableLayer),
    ...(createdAt !== undefined && { createdAt }),
    ...(packageBytes !== undefined && { packageBytes }),
    storage: required('storage', oneOf(LAYER_STORAGES)),
  };
  const verdict = required('verdict', oneOf(['keep', 'delete']));
  if (verdict === 'delete') return { ...facts, verdict };
  return { ...facts, verdict, reasons: required('reasons', some(readLayerKeepReason)) };
});

const readLayer: Read<PlannedLayer> = object(({ required }) => ({
  region: required('region', readRegion),
  name: required('name', text),
  digest: required('digest', text),
  versions: required('versions', list(readVersion)),
}));

const readTotals: Read<LayerTotals> = object(({ required }) => ({
  listed: required(
    'listed',
    object((listed) => ({
      versions: listed.required('versions', readCount),
      layers: listed.required('layers', readCount),
    })),
  ),
  keep: required(
    'keep',
    object((keep) => ({ versions: keep.required('versions', readCount) })),
  ),
  delete: required(
    'delete',
    object((gone) => ({
      versions: gone.required('versions', readCount),
      layers: gone.required('layers', readCount),
      packageBytes: gone.required('packageBytes', readBytes),
      sizeUnknown: gone.required('sizeUnknown', readCount),
      freesNothing: gone.required('freesNothing', readCount),
    })),
  ),
  keptFor: required(
    'keptFor',
    list(
      object((kept) => ({
        code: kept.required('code', oneOf(LAYER_KEEP_CODES)),
        versions: kept.required('versions', readCount),
      })),
    ),
  ),
}));

const readFailedCheck: Read<FailedLayerCheck> = object(({ required, optional }) => {
  const layerName = optional('layerName', text);
  const version = optional('version', number);
  return {
    check: required('check', oneOf(LAYER_CHECKS)),
    region: required('region', readRegion),
    ...(layerName !== undefined && { layerName }),
    ...(version !== undefined && { version }),
    failure: required('failure', readFailure),
  };
});

export const readLayersPlan: Read<LayersPlan> = object(({ required }): LayersPlan => {
  const kind = required('kind', oneOf(['left-out', 'planned']));
  if (kind === 'left-out') {
    return { kind, because: required('because', some(oneOf(LAYERS_LEFT_OUT))) };
  }
  return {
    kind,
    layers: required('layers', list(readLayer)),
    totals: required('totals', readTotals),
    failedChecks: required('failedChecks', list(readFailedCheck)),
  };
});
