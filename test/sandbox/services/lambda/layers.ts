import type {
  DeleteLayerVersionRequest,
  GetLayerVersionPolicyRequest,
  GetLayerVersionPolicyResponse,
  GetLayerVersionRequest,
  GetLayerVersionResponse,
  LayerVersionsListItem,
  ListLayersRequest,
  ListLayersResponse,
  ListLayerVersionsRequest,
  ListLayerVersionsResponse,
} from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import type { Need, RequestContext } from '../../service.ts';
import type { LayerState } from '../../state/layer-state.ts';
import { uniqueId } from '../../iam/role.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { invalidParameter, notFound } from './function-name.ts';
import { listed, takePage } from './page.ts';

/**
 * Layers and their versions. IAM checks lists on `*` only, other operations on the version's ARN. Basis: Service
 * Authorization Reference, "AWS Lambda".
 */

/** Values of MaxItems: 1 to 50. Basis: Lambda API reference, ListLayers and ListLayerVersions. */
const PAGE = { accepts: 50, most: 50 };

interface LayerReference {
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

type Filter = { readonly CompatibleRuntime?: unknown; readonly CompatibleArchitecture?: unknown };

/** Lists layers that have at least one version. */
export const listLayers = operation<ListLayersRequest, ListLayersResponse>({
  needs: () => [{ action: 'lambda:ListLayers', resource: '*' }],
  handle(input, context) {
    refuseFilters(input);
    const layers = [...context.account.lambda(context.region).layers.values()].flatMap((layer) => {
      const newest = layer.versions[0];
      if (newest === undefined) return [];
      return [
        {
          LayerName: layer.name,
          LayerArn: layerArn(ownReference(layer.name, context), context),
          LatestMatchingVersion: itemOf(layer, newest, context),
        },
      ];
    });
    const { items, ...next } = takePage(
      listed(layers, ({ LayerName }) => LayerName),
      input,
      PAGE,
    );
    return { Layers: items, ...next };
  },
});

/** Lists the versions of a layer, the newest first. */
export const listLayerVersions = operation<ListLayerVersionsRequest, ListLayerVersionsResponse>({
  needs: () => [{ action: 'lambda:ListLayerVersions', resource: '*' }],
  handle(input, context) {
    refuseFilters(input);
    const layer = ownLayer(referenceOf(input.LayerName, context), context);
    const versions = layer?.versions ?? [];
    const { items, ...next } = takePage(
      listed(versions, (version) => String(1e9 - version)),
      input,
      PAGE,
    );
    return {
      LayerVersions:
        layer === undefined ? [] : items.map((version) => itemOf(layer, version, context)),
      ...next,
    };
  },
});

/**
 * Returns a version with its size and whether its content stays in the customer's bucket; no other read shows them.
 */
export const getLayerVersion = operation<GetLayerVersionRequest, GetLayerVersionResponse>({
  needs: (input, context) => [versionNeed('lambda:GetLayerVersion', input, context)],
  handle(input, context) {
    const { layer, version } = versionOf(input, context);
    const referenced = {
      S3Bucket: `${context.account.id}-code`,
      S3Key: `${layer.name}.zip`,
      S3ObjectVersion: `v${version}`,
    };
    return {
      ...itemOf(layer, version, context),
      LayerArn: layerArn(ownReference(layer.name, context), context),
      Content: {
        Location: `https://awslambda-${context.region}.s3.example/${layer.name}?versionId=${version}`,
        CodeSha256: createHash('sha256').update(`${layer.name}/${version}`).digest('base64'),
        CodeSize: layer.codeSize(version),
        ...(layer.isReferenced(version) ? { ResolvedS3Object: referenced } : {}),
      },
    };
  },
});

/** Returns the resource policy of a version; 404 when it has none or the version does not exist. */
export const getLayerVersionPolicy = operation<
  GetLayerVersionPolicyRequest,
  GetLayerVersionPolicyResponse
>({
  needs: (input, context) => [versionNeed('lambda:GetLayerVersionPolicy', input, context)],
  handle(input, context) {
    const { layer, version } = versionOf(input, context);
    const policy = layer.policyOf(version);
    if (policy === undefined) {
      throw notFound('No policy is associated with the specified resource.');
    }
    return { Policy: JSON.stringify(policy), RevisionId: uniqueId(`${layer.name}:${version}`) };
  },
});

/**
 * Deletes a version of the caller's own account, even while functions use it. "A copy of the version remains in
 * Lambda until no functions refer to it", so its bytes count until then. Basis: Lambda API reference,
 * DeleteLayerVersion. AWS does not document the answer for a version that does not exist: the API model declares
 * ResourceNotFoundException, an emulator of AWS answers 204. `world.missingLayerVersion` chooses.
 */
export const deleteLayerVersion = operation<DeleteLayerVersionRequest, object>({
  needs: (input, context) => [versionNeed('lambda:DeleteLayerVersion', input, context)],
  handle(input, context) {
    if (input.VersionNumber < 1) throw invalidParameter('Layer Version Cannot be less than 1');
    const layer = ownLayer(referenceOf(input.LayerName, context), context);
    if (layer?.has(input.VersionNumber) === true) layer.remove(input.VersionNumber);
    else if (context.organisation.world.missingLayerVersion !== 204) {
      throw notFound('The resource you requested does not exist.');
    }
    return {};
  },
});

const LAYER_PATTERN =
  /^(?:arn:[a-zA-Z0-9-]+:lambda:([a-zA-Z0-9-]+):(\d{12}):layer:)?([a-zA-Z0-9-_]+)$/;

function referenceOf(layerName: string, context: RequestContext): LayerReference {
  const found = LAYER_PATTERN.exec(layerName);
  if (found === null || layerName.length > 140) {
    throw new ServiceFailure(
      'ValidationException',
      `1 validation error detected: Value '${layerName}' at 'layerName' failed to satisfy ` +
        `constraint: Member must satisfy regular expression pattern: ${LAYER_PATTERN.source}`,
      400,
    );
  }
  const [, region = context.region, accountId = context.account.id, name = ''] = found;
  return { region, accountId, name };
}

function ownReference(name: string, { account, region }: RequestContext): LayerReference {
  return { accountId: account.id, region, name };
}

function layerArn(reference: LayerReference, { organisation }: RequestContext): string {
  const { region, accountId, name } = reference;
  return `arn:${organisation.partition}:lambda:${region}:${accountId}:layer:${name}`;
}

function ownLayer(
  { accountId, region, name }: LayerReference,
  context: RequestContext,
): LayerState | undefined {
  if (accountId !== context.account.id) throw new NotSimulated("another account's layers");
  if (region !== context.region) {
    throw invalidParameter(`Layers from '${region}' are not reachable in '${context.region}'`);
  }
  return context.account.lambda(region).layers.get(name);
}

function versionNeed(
  action: string,
  input: { readonly LayerName: string; readonly VersionNumber: number },
  context: RequestContext,
): Need {
  const arn = layerArn(referenceOf(input.LayerName, context), context);
  return { action, resource: `${arn}:${input.VersionNumber}` };
}

function versionOf(
  input: { readonly LayerName: string; readonly VersionNumber: number },
  context: RequestContext,
): { readonly layer: LayerState; readonly version: number } {
  const layer = ownLayer(referenceOf(input.LayerName, context), context);
  if (layer?.has(input.VersionNumber) === true) return { layer, version: input.VersionNumber };
  throw notFound('The resource you requested does not exist.');
}

function itemOf(
  layer: LayerState,
  version: number,
  context: RequestContext,
): LayerVersionsListItem & { readonly LayerVersionArn: string } {
  return {
    LayerVersionArn: `${layerArn(ownReference(layer.name, context), context)}:${version}`,
    Version: version,
    Description: '',
    CreatedDate: layer.createdDate(version),
    CompatibleRuntimes: ['nodejs24.x'],
  };
}

function refuseFilters({ CompatibleRuntime, CompatibleArchitecture }: Filter): void {
  if (CompatibleRuntime !== undefined || CompatibleArchitecture !== undefined) {
    throw new NotSimulated('filters of layers');
  }
}
