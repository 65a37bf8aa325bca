import type { LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteLayerVersionCommand } from '@aws-sdk/client-lambda';

import type { DeletableLayerRef } from '../model/layer.ts';
import { deletableLayerVersion } from '../model/layer.ts';
import type { DeleteAnswer } from '../ports.ts';
import type { ClientSettings, Connection } from '../../aws/clients.ts';
import { deleteAnswer, field, lockedClient, RequestRefused } from './delete-version.ts';
import { withOperation, AwsCallError, IncompleteAnswer, readFailure } from '../../aws/failures.ts';

export const DELETE_LAYER_VERSION = 'lambda:DeleteLayerVersion';

/** A plain layer name, not an ARN, which could name a layer of another account. */
const LAYER_NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html */
const DELETE_PATH = /^\/2018-10-31\/layers\/[A-Za-z0-9_-]{1,64}\/versions\/[1-9][0-9]*\/?$/;
/** Commands that read layers before their versions are deleted. */
const READS: ReadonlySet<string | undefined> = new Set([
  'GetLayerVersionPolicyCommand',
  'ListFunctionsCommand',
  'ListLayerVersionsCommand',
  'ListVersionsByFunctionCommand',
]);

/** A Lambda client that can only read, and delete layer versions by number. Anything else throws RequestRefused. */
export function layerDeletingClient(
  connection: Connection,
  settings: ClientSettings,
): LambdaClient {
  return lockedClient(connection, settings, refuseCommand, refuseRequest);
}

/** @throws RequestRefused unless the command reads, or deletes one layer version by its number. */
function refuseCommand(command: string | undefined, input: unknown): void {
  if (READS.has(command)) return;
  if (command !== 'DeleteLayerVersionCommand') {
    throw new RequestRefused(`${command} is neither a read nor the deletion of a layer version`);
  }
  requireVersion(field(input, 'LayerName'), field(input, 'VersionNumber'));
}

/** @throws RequestRefused unless the HTTP request, after all middleware, is a GET or the deletion of one layer version. */
function refuseRequest(request: unknown): void {
  const method = field(request, 'method');
  if (method === 'GET') return;
  const path = field(request, 'path');
  if (method !== 'DELETE' || typeof path !== 'string' || !DELETE_PATH.test(path)) {
    throw new RequestRefused('the request is neither a read nor the deletion of a layer version');
  }
}

function requireVersion(layerName: unknown, version: unknown): void {
  if (typeof layerName !== 'string' || !LAYER_NAME.test(layerName)) {
    throw new RequestRefused('a layer version is deleted by the plain name of its layer');
  }
  if (typeof version !== 'number' || deletableLayerVersion(version) === undefined) {
    throw new RequestRefused('a layer version is deleted by its number, and nothing else is');
  }
}

const NO_CONTENT = 204;

/**
 * Deletes one layer version. AWS deletes it even when it is attached or shared; functions that attach it keep a copy.
 * It is undocumented whether AWS answers 204 or 404 for a missing version. 404 after a retry by the SDK counts as
 * deleted, since the first request may have deleted the version.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
 * @throws RequestRefused before the request when `layerName` is not a plain name or `version` not a version number
 */
export async function deleteLayerVersion(
  lambda: LambdaClient,
  { layerName, version }: DeletableLayerRef,
): Promise<DeleteAnswer> {
  requireVersion(layerName, version);
  try {
    return await withOperation(DELETE_LAYER_VERSION, async () => {
      const { $metadata } = await lambda.send(
        new DeleteLayerVersionCommand({ LayerName: layerName, VersionNumber: version }),
      );
      if ($metadata.httpStatusCode === NO_CONTENT) return { kind: 'deleted' };
      throw new IncompleteAnswer('the answer is none that DeleteLayerVersion has');
    });
  } catch (error) {
    if (error instanceof AwsCallError && error.cause instanceof RequestRefused) throw error.cause;
    const { reason, attempts } = readFailure(error, DELETE_LAYER_VERSION);
    if (reason === 'absent' && attempts > 1) return { kind: 'deleted' };
    return deleteAnswer(error, DELETE_LAYER_VERSION);
  }
}
