import type { Codec } from '../../documents/codec.ts';
import { bytes, count, exactTime, failure, region } from '../../documents/model-values.ts';
import { optional, record } from '../../documents/records.ts';
import { list, nonEmptyList, number, oneOf, restrict, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import type {
  FailedLayerCheck,
  LayersPlan,
  LayerTotals,
  PlannedLayer,
  PlannedLayerVersion,
} from '../model/layer.ts';
import {
  deletableLayerVersion,
  LAYER_CHECKS,
  LAYER_KEEP_CODES,
  LAYER_STORAGES,
  LAYERS_LEFT_OUT,
} from '../model/layer.ts';
import { layerKeepReasons } from './reasons.ts';

/** The codec of the number of a layer version: a positive safe integer, as a deletion needs it. */
export const deletableLayer = restrict(
  number,
  deletableLayerVersion,
  'the number of a layer version',
);

const facts = {
  version: deletableLayer,
  packageBytes: optional(bytes),
  storage: oneOf(LAYER_STORAGES),
};

const version: Codec<PlannedLayerVersion> = variants('verdict', [
  record<Extract<PlannedLayerVersion, { verdict: 'delete' }>>({
    ...facts,
    verdict: oneOf(['delete']),
    createdAt: optional(exactTime),
  }),
  record<Extract<PlannedLayerVersion, { verdict: 'keep' }>>({
    ...facts,
    verdict: oneOf(['keep']),
    reasons: layerKeepReasons,
    createdAt: optional(exactTime),
  }),
]);

const layer = record<PlannedLayer>({
  region,
  name: text,
  digest: text,
  versions: list(version),
});

const totals = record<LayerTotals>({
  listed: record({ versions: count, layers: count }),
  keep: record({ versions: count }),
  delete: record({
    versions: count,
    layers: count,
    packageBytes: bytes,
    sizeUnknown: count,
    freesNothing: count,
  }),
  keptFor: list(record({ code: oneOf(LAYER_KEEP_CODES), versions: count })),
});

const failedCheck = record<FailedLayerCheck>({
  check: oneOf(LAYER_CHECKS),
  region,
  layerName: optional(text),
  version: optional(number),
  failure,
});

export const layersPlan: Codec<LayersPlan> = variants('kind', [
  record({ kind: oneOf(['left-out']), because: nonEmptyList(oneOf(LAYERS_LEFT_OUT)) }),
  record({
    kind: oneOf(['planned']),
    layers: list(layer),
    totals,
    failedChecks: list(failedCheck),
  }),
]);
