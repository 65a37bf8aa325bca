import type {
  DeleteProvisionedConcurrencyConfigRequest,
  GetProvisionedConcurrencyConfigRequest,
  GetProvisionedConcurrencyConfigResponse,
  PutProvisionedConcurrencyConfigRequest,
  PutProvisionedConcurrencyConfigResponse,
} from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { arnOf, functionOf, invalidParameter, notFound, referenceOf } from './function-name.ts';

/**
 * Provisioned concurrency of a version. Basis: Lambda API reference; IAM checks the version's ARN (Service
 * Authorization Reference).
 */

/**
 * How long it takes to be ready: "Provisioned concurrency doesn't come online immediately … a minute or two"
 * (Lambda, "Configuring provisioned concurrency").
 */
const PROVISIONING_MS = 60_000;

type NamedFunction = { readonly FunctionName: string; readonly Qualifier: string };

export const putProvisionedConcurrencyConfig = operation<
  PutProvisionedConcurrencyConfigRequest,
  PutProvisionedConcurrencyConfigResponse
>({
  validate({ Qualifier }) {
    if (!/^\d+$/.test(Qualifier) && Qualifier !== '$LATEST')
      throw new NotSimulated('provisioned concurrency of an alias');
  },
  needs: needs('PutProvisionedConcurrencyConfig'),
  handle(input, context) {
    const { Qualifier, ProvisionedConcurrentExecutions: count } = input;
    if (Qualifier === '$LATEST') {
      throw invalidParameter(
        'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
      );
    }
    const fn = versionOf(input, context);
    fn.provision(Qualifier, count, context.now + PROVISIONING_MS);
    return answer(fn, Qualifier, context);
  },
});

export const getProvisionedConcurrencyConfig = operation<
  GetProvisionedConcurrencyConfigRequest,
  GetProvisionedConcurrencyConfigResponse
>({
  needs: needs('GetProvisionedConcurrencyConfig'),
  handle(input, context) {
    const fn = versionOf(input, context);
    if (fn.world.provisionedConcurrency?.[input.Qualifier] === undefined) {
      throw new ServiceFailure(
        'ProvisionedConcurrencyConfigNotFoundException',
        'No Provisioned Concurrency Config found for this function',
        404,
      );
    }
    return answer(fn, input.Qualifier, context);
  },
});

/**
 * Deletes provisioned concurrency. A version without it gets the same answer, like other deletions of Lambda; AWS
 * does not document this.
 */
export const deleteProvisionedConcurrencyConfig = operation<
  DeleteProvisionedConcurrencyConfigRequest,
  object
>({
  needs: needs('DeleteProvisionedConcurrencyConfig'),
  handle(input, context) {
    versionOf(input, context).unprovision(input.Qualifier);
    return {};
  },
});

function answer(fn: FunctionState, version: string, context: RequestContext) {
  const count = fn.world.provisionedConcurrency?.[version] ?? 0;
  const isReady = fn.isProvisioned(version, context.now);
  return {
    RequestedProvisionedConcurrentExecutions: count,
    AvailableProvisionedConcurrentExecutions: isReady ? count : 0,
    AllocatedProvisionedConcurrentExecutions: isReady ? count : 0,
    Status: isReady ? ('READY' as const) : ('IN_PROGRESS' as const),
    LastModified: fn.lastModified('$LATEST'),
  };
}

function versionOf(input: NamedFunction, context: RequestContext): FunctionState {
  const reference = referenceOf(input, context);
  const fn = functionOf(reference, context);
  if (fn.has(input.Qualifier)) return fn;
  throw notFound(`Function not found: ${arnOf(reference, context)}`);
}

function needs(action: string) {
  return (input: NamedFunction, context: RequestContext) => [
    { action: `lambda:${action}`, resource: arnOf(referenceOf(input, context), context) },
  ];
}
