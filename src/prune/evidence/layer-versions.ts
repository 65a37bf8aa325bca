import type { LayerVersionsListItem } from '@aws-sdk/client-lambda';

import type { LayerPolicy, LayerStorage, LayerVersionFacts } from '../model/layer.ts';
import { deletableLayerVersion } from '../model/layer.ts';
import type { Reading } from '../model/inventory.ts';
import type { Bytes } from '../../model/units.ts';
import { bytes } from '../../model/units.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import { lastModified } from '../../limits/list-functions.ts';
import { listAll, required } from '../../aws/pages.ts';
import { reading } from './collect/read.ts';
import { grantees, readPolicy } from './resource-policy.ts';
import type { EvidenceReads, Grant } from './caller.ts';
import { LAMBDA_PACE, NO_SUCH_RESOURCE } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';

const LIST_LAYERS = 'lambda:ListLayers';
export const LIST_LAYER_VERSIONS = 'lambda:ListLayerVersions';
const GET_LAYER_VERSION = 'lambda:GetLayerVersion';
export const GET_LAYER_VERSION_POLICY = 'lambda:GetLayerVersionPolicy';

type Own =
  | typeof LIST_LAYERS
  | typeof LIST_LAYER_VERSIONS
  | typeof GET_LAYER_VERSION
  | typeof GET_LAYER_VERSION_POLICY;
export type LayerReads = Pick<EvidenceReads<Own>, 'call'>;

/** The grants for layers. A planning session has them only if the request asks for layers. */
export const LAYER_GRANTS: Readonly<Record<Own, Grant>> = {
  [LIST_LAYERS]: {
    reason: 'The layers of a Region, where layers are planned.',
    pace: LAMBDA_PACE,
    probe: ({ call }) => call(LIST_LAYERS, { MaxItems: 1 }),
  },
  [LIST_LAYER_VERSIONS]: {
    reason: 'The versions of a layer, with their age.',
    pace: LAMBDA_PACE,
    probe: ({ call }) => call(LIST_LAYER_VERSIONS, { LayerName: UNUSED_NAME }),
    grantedBy: NO_SUCH_RESOURCE,
  },
  [GET_LAYER_VERSION]: {
    reason:
      'What a layer version weighs. The answer also holds a link to its content, which is dropped.',
    pace: LAMBDA_PACE,
    probe: ({ call }) => call(GET_LAYER_VERSION, { LayerName: UNUSED_NAME, VersionNumber: 1 }),
    grantedBy: NO_SUCH_RESOURCE,
  },
  [GET_LAYER_VERSION_POLICY]: {
    reason: 'Layer versions that another account may use are kept.',
    pace: LAMBDA_PACE,
    probe: ({ call }) =>
      call(GET_LAYER_VERSION_POLICY, { LayerName: UNUSED_NAME, VersionNumber: 1 }),
    grantedBy: NO_SUCH_RESOURCE,
  },
};

export interface LayerPage {
  readonly names: readonly string[];
  /** The token of the next page; absent on the last page. */
  readonly marker?: string;
}

/** Reads a page of up to 50 layers. AWS does not list a layer without versions. https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html */
export function listLayerPage(
  { call }: LayerReads,
  marker: string | undefined,
): Promise<Reading<LayerPage>> {
  return reading(LIST_LAYERS, async () => {
    const { Layers, NextMarker } = await call(LIST_LAYERS, { Marker: marker });
    const names = required(Layers, 'Layers').map(({ LayerName }) =>
      required(LayerName, 'LayerName'),
    );
    const next = NextMarker ?? '';
    if (next === '') return { names };
    if (next === marker) throw new IncompleteAnswer('the listing repeats a page token');
    return { names, marker: next };
  });
}

/** Reads the versions of a layer, without their sizes, which only GetLayerVersion returns. https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html */
export function readLayerVersions(
  { call }: LayerReads,
  layerName: string,
): Promise<Reading<readonly LayerVersionFacts[]>> {
  return reading(LIST_LAYER_VERSIONS, () =>
    listAll(
      LIST_LAYER_VERSIONS,
      (Marker) => call(LIST_LAYER_VERSIONS, { LayerName: layerName, Marker }),
      ({ NextMarker }) => NextMarker,
      ({ LayerVersions }) => required(LayerVersions, 'LayerVersions').map(factsOf),
    ),
  );
}

function factsOf({ Version, CreatedDate }: LayerVersionsListItem): LayerVersionFacts {
  const version = deletableLayerVersion(required(Version, 'Version'));
  if (version === undefined) {
    throw new IncompleteAnswer('the number of a layer version is no whole number from 1');
  }
  const createdAt = lastModified(CreatedDate);
  return {
    version,
    ...(createdAt !== undefined && { createdAt }),
    storage: 'unknown',
  };
}

/**
 * Reads whom the policy of a layer version lets use it; `admits` is absent without a policy, which only a 404 proves.
 * Functions of other accounts are not visible here, so any policy counts as a use.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionPolicy.html
 */
export function readLayerPolicy(
  { call }: LayerReads,
  layerName: string,
  version: number,
): Promise<Reading<LayerPolicy>> {
  return reading(GET_LAYER_VERSION_POLICY, async () => {
    const answer = await readPolicy(GET_LAYER_VERSION_POLICY, () =>
      call(GET_LAYER_VERSION_POLICY, { LayerName: layerName, VersionNumber: version }),
    );
    return answer === undefined ? {} : { admits: grantees(answer.Policy) };
  });
}

export interface LayerSize {
  readonly packageBytes: Bytes;
  readonly storage: Exclude<LayerStorage, 'unknown'>;
}

/** Reads the size of a layer version and whether Lambda stores a copy of its content. https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html (Content) */
export function readLayerSize(
  { call }: LayerReads,
  layerName: string,
  version: number,
): Promise<Reading<LayerSize>> {
  return reading(GET_LAYER_VERSION, async () => {
    const { Content } = await call(GET_LAYER_VERSION, {
      LayerName: layerName,
      VersionNumber: version,
    });
    const { CodeSize, ResolvedS3Object } = required(Content, 'Content');
    const size = required(CodeSize, 'CodeSize');
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new IncompleteAnswer('the answer holds a CodeSize that is no whole number of bytes');
    }
    return {
      packageBytes: bytes(size),
      storage: ResolvedS3Object === undefined ? 'copy' : 'reference',
    };
  });
}
