import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';

import type { Region } from '../../../src/model/aws-ids.ts';
import type { ProveRunId } from './run-id.ts';
import { prefixOf } from './run-id.ts';
import { globalRegionOf, partitionOf } from '../../../src/model/regions.ts';
import type { ClientSettings, Connection } from '../../../src/aws/clients.ts';
import { makeClient } from '../../../src/aws/clients.ts';

/** Reads that name no function or role, so that they are always allowed. */
const OPEN_READS: ReadonlySet<string> = new Set([
  'GetAccountSettingsCommand',
  'ListFunctionsCommand',
  'ListRolesCommand',
]);
/**
 * The paths of DeleteFunction without a qualifier and of DeleteProvisionedConcurrencyConfig.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteProvisionedConcurrencyConfig.html
 */
const DELETE_PATH =
  /^\/(?:2015-03-31\/functions\/(?<whole>[A-Za-z0-9_-]{1,64})\/?|2019-09-30\/functions\/(?<part>[A-Za-z0-9_-]{1,64})\/provisioned-concurrency)$/;

/** Thrown instead of sending a request for a resource of another run, which is always a bug. */
class NotOwn extends Error {
  override readonly name = 'NotOwn';
}

/**
 * Returns a Lambda client that refuses requests for anything but one run's functions. It checks the command,
 * and the HTTP path of each deletion. Unlike the clients that prune, it may delete whole functions.
 */
export function ownLambda(
  connection: Connection,
  settings: ClientSettings,
  run: ProveRunId,
): LambdaClient {
  const client = makeClient(LambdaClient, connection, settings);
  const prefix = prefixOf(run);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      refuseForeign(context.commandName, functionIn(args.input), prefix);
      return next(args);
    },
    { step: 'initialize', priority: 'high', name: 'onlyOwnFunctions' },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      if (field(args.request, 'method') === 'DELETE') {
        const path = field(args.request, 'path');
        const named = typeof path === 'string' ? DELETE_PATH.exec(path)?.groups : undefined;
        const name = named?.['whole'] ?? named?.['part'];
        if (name?.startsWith(prefix) !== true) throw new NotOwn('only own functions are deleted');
      }
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'onlyOwnFunctionsOnTheWire' },
  );
  return client;
}

/** Returns an IAM client that refuses requests for roles of other runs. IAM has one Region a partition. */
export function ownIam(
  connection: Connection,
  settings: ClientSettings,
  run: ProveRunId,
): IAMClient {
  const client = makeClient(IAMClient, connection, {
    ...settings,
    region: iamRegion(settings.region),
  });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      refuseForeign(context.commandName, field(args.input, 'RoleName'), prefixOf(run));
      return next(args);
    },
    { step: 'initialize', priority: 'high', name: 'onlyOwnRole' },
  );
  return client;
}

export function iamRegion(region: Region): Region {
  return globalRegionOf(partitionOf(region));
}

/** Returns the function that a command names, by name or ARN; undefined when it names none. */
function functionIn(input: unknown): unknown {
  const arn = field(input, 'ResourceArn');
  if (typeof arn !== 'string') return field(input, 'FunctionName');
  return /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:([A-Za-z0-9_-]+)$/.exec(arn)?.[1];
}

/** @throws NotOwn unless the command reads without a name, or names a resource that begins with `prefix` */
function refuseForeign(command: string | undefined, name: unknown, prefix: string): void {
  if (command !== undefined && OPEN_READS.has(command)) return;
  if (typeof name === 'string' && name.startsWith(prefix) && !name.includes(':')) return;
  throw new NotOwn(`${command} names what this run has not made`);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}
