import { DeleteFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';

import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import type { DeletableRef } from '../model/version.ts';
import type { DeleteAnswer } from '../ports.ts';
import type { ClientSettings, Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { withOperation, AwsCallError, IncompleteAnswer, readFailure } from '../../aws/failures.ts';

const DELETE_FUNCTION = 'lambda:DeleteFunction';

/** A plain function name, not an ARN, and without a qualifier. */
const FUNCTION_NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
const DELETE_PATH = /^\/2015-03-31\/functions\/[A-Za-z0-9_-]{1,64}\/?$/;
/** Commands that read a function before its versions are deleted. */
const READS: ReadonlySet<string | undefined> = new Set([
  'GetAccountSettingsCommand',
  'GetPolicyCommand',
  'ListAliasesCommand',
  'ListEventSourceMappingsCommand',
  'ListFunctionEventInvokeConfigsCommand',
  'ListFunctionsCommand',
  'ListProvisionedConcurrencyConfigsCommand',
  'ListTagsCommand',
  'ListVersionsByFunctionCommand',
]);

/** Thrown for a request that is neither a read nor the deletion of one version. It is never sent, and always a bug. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
}

/** A Lambda client that only reads and deletes versions by number. It checks each command and each HTTP request. */
export function deletingClient(connection: Connection, settings: ClientSettings): LambdaClient {
  return lockedClient(connection, settings, refuseCommand, refuseRequest);
}

/** A Lambda client that sends no request for which `refuseInput` (the command) or `refuseSent` (HTTP) throws. */
export function lockedClient(
  connection: Connection,
  settings: ClientSettings,
  refuseInput: (command: string | undefined, input: unknown) => void,
  refuseSent: (request: unknown) => void,
): LambdaClient {
  const client = makeClient(LambdaClient, connection, settings);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      refuseInput(context.commandName, args.input);
      return next(args);
    },
    { step: 'initialize', priority: 'high', name: 'onlyVersionsAreDeleted' },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      refuseSent(args.request);
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'onlyVersionsAreDeletedOnTheWire' },
  );
  return client;
}

/** @throws RequestRefused unless the command reads, or deletes one version by its number. */
function refuseCommand(command: string | undefined, input: unknown): void {
  if (READS.has(command)) return;
  if (command !== 'DeleteFunctionCommand') {
    throw new RequestRefused(`${command} is neither a read nor the deletion of a version`);
  }
  const functionName = field(input, 'FunctionName');
  if (typeof functionName !== 'string' || !FUNCTION_NAME.test(functionName)) {
    throw new RequestRefused('a version is deleted by the plain name of its function');
  }
  requireNumber(field(input, 'Qualifier'));
}

/** @throws RequestRefused unless the HTTP request, after all middleware, is a GET or the deletion of one version. */
function refuseRequest(request: unknown): void {
  const method = field(request, 'method');
  if (method === 'GET') return;
  const path = field(request, 'path');
  if (method !== 'DELETE' || typeof path !== 'string' || !DELETE_PATH.test(path)) {
    throw new RequestRefused('the request is neither a read nor the deletion of a version');
  }
  requireNumber(field(field(request, 'query'), 'Qualifier'));
}

/** @throws RequestRefused unless this is a version number: DeleteFunction without one deletes the whole function. */
function requireNumber(qualifier: unknown): void {
  if (typeof qualifier !== 'string' || !PUBLISHED_VERSION.test(qualifier)) {
    throw new RequestRefused('a version is deleted by its number, and nothing else is deleted');
  }
}

const ACCEPTED = 202;
const NO_CONTENT = 204;
const BAD_REQUEST = 400;
const CONFLICT = 409;

/**
 * Deletes one published version. AWS answers 204, also when the version does not exist, or 202 while executions end.
 * It refuses (409, 400) a version with an alias or with Lambda@Edge replicas.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 * A request that is not yet sent when `stop` aborts counts as `unanswered`.
 * @throws RequestRefused before the request when `version` is not a version number
 */
export async function deleteVersion(
  lambda: LambdaClient,
  { functionName, version }: DeletableRef,
  stop?: AbortSignal,
): Promise<DeleteAnswer> {
  requireNumber(version);
  try {
    return await withOperation(DELETE_FUNCTION, async () => {
      const { $metadata } = await lambda.send(
        new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version }),
        stop === undefined ? {} : { abortSignal: stop },
      );
      const status = $metadata.httpStatusCode;
      if (status === NO_CONTENT || status === ACCEPTED) return { kind: 'deleted' };
      throw new IncompleteAnswer('the answer is none that DeleteFunction has');
    });
  } catch (error) {
    if (error instanceof AwsCallError && error.cause instanceof RequestRefused) throw error.cause;
    return deleteAnswer(error, DELETE_FUNCTION);
  }
}

/** Classifies the error of a deletion by its reason. The status is not enough: some credential errors are a 400. */
export function deleteAnswer(error: unknown, operation: string): DeleteAnswer {
  const failure = readFailure(error, operation);
  switch (failure.reason) {
    case 'denied':
      return { kind: 'denied', failure };
    case 'absent':
      return { kind: 'not-found', failure };
    case 'conflict':
      return { kind: 'skipped', reason: { code: 'refused', failure } };
    case 'credentials':
    case 'not-enabled':
    case 'throttled':
    case 'unavailable':
    case 'no-answer':
    case 'malformed':
    case 'not-recorded':
    case 'out-of-time':
      return { kind: 'unanswered', failure };
    case 'unexpected':
      return isRefusal(error)
        ? { kind: 'skipped', reason: { code: 'refused', failure } }
        : { kind: 'failed', failure };
  }
}

function isRefusal(error: unknown): boolean {
  const status = field(
    field(error instanceof AwsCallError ? error.cause : error, '$metadata'),
    'httpStatusCode',
  );
  return status === BAD_REQUEST || status === CONFLICT;
}

export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
