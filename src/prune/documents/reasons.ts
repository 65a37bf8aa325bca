import type { Codec } from '../../documents/codec.ts';
import { failure } from '../../documents/model-values.ts';
import { record } from '../../documents/records.ts';
import { nonEmptyList, number, oneOf, text } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import { FAILURE_REASONS } from '../../model/failure.ts';
import { CHECKS, EVIDENCE_CHECKS } from '../evidence/callers.ts';
import type { LayerKeepReason } from '../model/layer.ts';
import { LAYER_CAP_SCOPES, LAYER_FILTERS, LAYER_KEEPING_CHECKS } from '../model/layer.ts';
import type { KeepReason, SkipReason } from '../model/reason.ts';
import { CAP_SCOPES, FILTERS } from '../model/reason.ts';

const why = oneOf([...FAILURE_REASONS, 'not-read']);
const newest = record({ code: oneOf(['newest']), keepNewest: number });
const tooYoung = record({ code: oneOf(['too-young']), minimumAgeDays: number });

const keepReason: Codec<KeepReason> = variants('code', [
  record({
    code: oneOf(['not-a-version', 'edge-replica', 'capacity-provider', 'undated', 'target']),
  }),
  record({ code: oneOf(['alias-target', 'alias-weight']), alias: text }),
  record({ code: oneOf(['in-use']), check: oneOf(EVIDENCE_CHECKS), by: text }),
  record({ code: oneOf(['opted-out']), glob: text }),
  record({ code: oneOf(['rollback-target']), alias: text, of: text }),
  newest,
  tooYoung,
  record({ code: oneOf(['not-checked']), check: oneOf(CHECKS), why }),
  record({ code: oneOf(['filtered']), filter: oneOf(FILTERS) }),
  record({ code: oneOf(['cap']), of: oneOf(CAP_SCOPES), percent: number }),
]);

export const keepReasons = nonEmptyList(keepReason);

const layerKeepReason: Codec<LayerKeepReason> = variants('code', [
  record({ code: oneOf(['undated', 'target']) }),
  record({ code: oneOf(['attached']), by: text }),
  record({ code: oneOf(['shared']), admits: text }),
  newest,
  tooYoung,
  record({ code: oneOf(['not-checked']), check: oneOf(LAYER_KEEPING_CHECKS), why }),
  record({ code: oneOf(['filtered']), filter: oneOf(LAYER_FILTERS) }),
  record({ code: oneOf(['cap']), of: oneOf(LAYER_CAP_SCOPES), percent: number }),
]);

export const layerKeepReasons = nonEmptyList(layerKeepReason);

export const skipReason: Codec<SkipReason> = variants('code', [
  record({ code: oneOf(['function-gone', 'versions-changed', 'aliases-changed', 'layer-gone']) }),
  record({ code: oneOf(['kept-now']), reasons: keepReasons }),
  record({ code: oneOf(['layer-kept-now']), reasons: layerKeepReasons }),
  record({ code: oneOf(['versions-not-listed', 'refused']), failure }),
]);
