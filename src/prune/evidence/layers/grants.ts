import type { EvidenceReads, Grant } from '../caller.ts';
import { NOBODYS_NAME } from '../../../aws/probe.ts';
import { LAMBDA_PACE, NO_SUCH_RESOURCE } from '../caller.ts';

export const LIST_LAYERS = 'lambda:ListLayers';
export const LIST_LAYER_VERSIONS = 'lambda:ListLayerVersions';
export const GET_LAYER_VERSION = 'lambda:GetLayerVersion';
export const GET_LAYER_VERSION_POLICY = 'lambda:GetLayerVersionPolicy';

type Own =
  | typeof LIST_LAYERS
  | typeof LIST_LAYER_VERSIONS
  | typeof GET_LAYER_VERSION
  | typeof GET_LAYER_VERSION_POLICY;
/** What layers are read with. */
export type LayerReads = Pick<EvidenceReads<Own>, 'call'>;

/** What planning with layers needs, in a session only where they are asked for. */
export const LAYER_GRANTS: Readonly<Record<Own, Grant>> = {
  [LIST_LAYERS]: {
    reason: 'The layers of a Region, where layers are planned.',
    pace: LAMBDA_PACE,
    probe: ({ call }) => call(LIST_LAYERS, { MaxItems: 1 }),
  },
  [LIST_LAYER_VERSIONS]: {
    reason: 'The versions of a layer, with their age.',
    pace: LAMBDA_PACE,
    probe: ({ call }) => call(LIST_LAYER_VERSIONS, { LayerName: NOBODYS_NAME }),
    grantedBy: NO_SUCH_RESOURCE,
  },
  [GET_LAYER_VERSION]: {
    reason:
      'What a layer version weighs. The answer also holds a link to its content, which is dropped.',
    pace: LAMBDA_PACE,
    probe: ({ call }) => call(GET_LAYER_VERSION, { LayerName: NOBODYS_NAME, VersionNumber: 1 }),
    grantedBy: NO_SUCH_RESOURCE,
  },
  [GET_LAYER_VERSION_POLICY]: {
    reason: 'Layer versions that somebody else may use are kept.',
    pace: LAMBDA_PACE,
    probe: ({ call }) =>
      call(GET_LAYER_VERSION_POLICY, { LayerName: NOBODYS_NAME, VersionNumber: 1 }),
    grantedBy: NO_SUCH_RESOURCE,
  },
};
