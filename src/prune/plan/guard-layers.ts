import type { PrunableAccount, Refusal } from '../model/recheck.ts';
import { refuse } from '../model/recheck.ts';
import type { PlannedLayer } from '../model/layer.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import { mostDeletable } from './cap.ts';
import { layerDeletionsOf, layersOf } from './order.ts';

/** Layers need two permissions: of the request, and of the configuration as it is now. */
export function layerRefusals(
  plan: Pick<PrunePlan, 'layers'>,
  configured: PrunableAccount | undefined,
): readonly Refusal[] {
  if (layerDeletionsOf(plan).length === 0 || configured?.allowsLayers === true) return [];
  return refuse(
    'layers-not-allowed',
    'The plan deletes layer versions, which the configuration does not allow: set prune.layers of this account in watchdog.yml, or make a plan without layers.',
  );
}

/** The cap of layers, counted again from what the plan lists, apart from functions. */
export function layerCapRefusals(plan: Pick<PrunePlan, 'layers'>): readonly Refusal[] {
  const layers = layersOf(plan);
  const beyond = layers.filter((layer) => goesBeyond([layer], FUNCTION_CAP_PERCENT));
  const refusals = beyond.flatMap(({ region, name }) =>
    refuse(
      'cap-layer',
      `The plan deletes more than ${FUNCTION_CAP_PERCENT} % of the versions of the layer ${JSON.stringify(name)} in ${region}. More needs both the configuration and the request to say so.`,
    ),
  );
  if (!goesBeyond(layers, ACCOUNT_CAP_PERCENT)) return refusals;
  const sentence = `The plan deletes more than ${ACCOUNT_CAP_PERCENT} % of the account's layer versions. More needs both the configuration and the request to say so.`;
  return [...refusals, ...refuse('cap-layers', sentence)];
}

function goesBeyond(layers: readonly PlannedLayer[], percent: number): boolean {
  const versions = layers.flatMap((layer) => layer.versions);
  const deleted = versions.filter(({ verdict }) => verdict === 'delete').length;
  return deleted > mostDeletable(versions.length, percent);
}
