import { createHash } from 'node:crypto';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import { arnOf } from './function-name.ts';

/**
 * Returns one version as lists show it: with environment variables, without State, LastUpdateStatus and
 * RuntimeVersionConfig. Basis: Lambda API reference, ListFunctions.
 */
export function listedConfiguration(
  fn: FunctionState,
  version: string,
  context: RequestContext,
  options: { readonly isQualified: boolean },
): FunctionConfiguration {
  const { world } = fn;
  const layers = fn.layersOf(version);
  const isImage = world.packageType === 'Image';
  const reference = {
    accountId: context.account.id,
    region: context.region,
    name: fn.name,
    qualifier: options.isQualified ? version : undefined,
  };
  return {
    FunctionName: fn.name,
    FunctionArn: arnOf(reference, context),
    ...(isImage ? {} : { Runtime: world.runtime ?? 'nodejs24.x', Handler: 'index.handler' }),
    Role:
      world.role ??
      `arn:${context.organisation.partition}:iam::${context.account.id}:role/${fn.name}-role`,
    CodeSize: fn.codeSize(version),
    Description: fn.description(version),
    Timeout: 3,
    MemorySize: 128,
    LastModified: fn.lastModified(version),
    CodeSha256: world.codeSha256 ?? digest(`${context.account.id}/${fn.name}/${version}`),
    Version: version,
    ...environmentOf(world),
    TracingConfig: { Mode: 'PassThrough' },
    ...(world.masterArn === undefined ? {} : { MasterArn: world.masterArn }),
    RevisionId: `${digest(`${fn.name}:${version}`).replace(/\W/g, '').slice(0, 8)}-0000-4000-8000-0`,
    ...(layers === undefined
      ? {}
      : { Layers: layers.map(({ arn, codeSize }) => ({ Arn: arn, CodeSize: codeSize })) }),
    PackageType: world.packageType ?? 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
    SnapStart:
      world.snapStart === true
        ? { ApplyOn: 'PublishedVersions', OptimizationStatus: version === '$LATEST' ? 'Off' : 'On' }
        : { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${fn.name}` },
    ...(world.capacityProviderArn === undefined
      ? {}
      : {
          CapacityProviderConfig: {
            LambdaManagedInstancesCapacityProviderConfig: {
              CapacityProviderArn: world.capacityProviderArn,
            },
          },
        }),
    ...(world.isDurable === true
      ? { DurableConfig: { RetentionPeriodInDays: 14, ExecutionTimeout: 86_400 } }
      : {}),
  };
}

function environmentOf({
  environment,
  environmentError,
}: FunctionState['world']): Pick<FunctionConfiguration, 'Environment'> {
  if (environmentError !== undefined) {
    const { code, message } = environmentError;
    return { Environment: { Error: { ErrorCode: code, Message: message } } };
  }
  return environment === undefined ? {} : { Environment: { Variables: environment } };
}

/** Returns one version as GetFunction shows it, with the properties that lists leave out. */
export function fullConfiguration(
  fn: FunctionState,
  version: string,
  context: RequestContext,
  options: { readonly isQualified: boolean },
): FunctionConfiguration {
  const isReady = !fn.isBusy(context.now);
  return {
    ...listedConfiguration(fn, version, context, options),
    State: 'Active',
    LastUpdateStatus: isReady ? 'Successful' : 'InProgress',
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
