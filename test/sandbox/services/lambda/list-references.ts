import type {
  Execution,
  FunctionEventInvokeConfig,
  ListAliasesRequest,
  ListAliasesResponse,
  ListDurableExecutionsByFunctionRequest,
  ListDurableExecutionsByFunctionResponse,
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
  ListProvisionedConcurrencyConfigsRequest,
  ListProvisionedConcurrencyConfigsResponse,
} from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import { uniqueId } from '../../iam/role.ts';
import { operation } from '../../service.ts';
import { aliasRevision } from './alias-revision.ts';
import { arnOf, functionOf, referenceOf } from './function-name.ts';
import { listed, takePage } from './page.ts';

/** Lists of aliases and configurations that refer to a version. */

type NamedFunction = { readonly FunctionName: string; readonly Qualifier?: string | undefined };

const onFunction =
  (action: string) =>
  ({ FunctionName }: NamedFunction, context: RequestContext) => [
    {
      action: `lambda:${action}`,
      resource: arnOf(referenceOf({ FunctionName }, context), context),
    },
  ];

/**
 * Lists aliases. AWS does not document the page size; 50 is the size of Lambda's other lists. MaxItems: 1 to
 * 10,000.
 */
export const listAliases = operation<ListAliasesRequest, ListAliasesResponse>({
  needs: onFunction('ListAliases'),
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const { aliasEvents = [] } = context.account.region(context.region);
    const aliases = fn.aliases
      .filter(({ version }) => [undefined, version].includes(input.FunctionVersion))
      .map(({ name, version, weights }) => ({
        AliasArn: arnOf({ ...reference, qualifier: name }, context),
        Name: name,
        FunctionVersion: version,
        Description: '',
        ...(weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
        RevisionId: aliasRevision({ functionName: fn.name, alias: name }, aliasEvents, context.now),
      }));
    const { items, ...next } = takePage(
      listed(aliases, (alias) => alias.Name),
      input,
      {
        accepts: 10_000,
        most: 50,
      },
    );
    return { Aliases: items, ...next };
  },
});

/** Lists provisioned concurrency. MaxItems: 1 to 50. */
export const listProvisionedConcurrencyConfigs = operation<
  ListProvisionedConcurrencyConfigsRequest,
  ListProvisionedConcurrencyConfigsResponse
>({
  needs: onFunction('ListProvisionedConcurrencyConfigs'),
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const configs = Object.entries(fn.world.provisionedConcurrency ?? {}).map(
      ([qualifier, count]) => ({
        FunctionArn: arnOf({ ...reference, qualifier }, context),
        RequestedProvisionedConcurrentExecutions: count,
        AvailableProvisionedConcurrentExecutions: count,
        AllocatedProvisionedConcurrentExecutions: count,
        Status: fn.isProvisioned(qualifier, context.now)
          ? ('READY' as const)
          : ('IN_PROGRESS' as const),
        LastModified: fn.lastModified('$LATEST'),
      }),
    );
    const { items, ...next } = takePage(
      listed(configs, (config) => config.FunctionArn),
      input,
      { accepts: 50, most: 50 },
    );
    return { ProvisionedConcurrencyConfigs: items, ...next };
  },
});

/** Lists configurations of asynchronous invocation. MaxItems: 1 to 50. */
export const listFunctionEventInvokeConfigs = operation<
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse
>({
  needs: onFunction('ListFunctionEventInvokeConfigs'),
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const configs: FunctionEventInvokeConfig[] = (fn.world.eventInvokeConfigs ?? []).map(
      ({ qualifier, onSuccess, onFailure }) => ({
        LastModified: new Date(context.now),
        FunctionArn: arnOf({ ...reference, qualifier }, context),
        DestinationConfig: {
          OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
          OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
        },
      }),
    );
    const { items, ...next } = takePage(
      listed(configs, ({ FunctionArn = '' }) => FunctionArn),
      input,
      { accepts: 50, most: 50 },
    );
    return { FunctionEventInvokeConfigs: items, ...next };
  },
});

/**
 * Lists durable executions, with a rate of its own; 100 a page by default, 1,000 at most. A function that is not
 * durable has none.
 */
export const listDurableExecutionsByFunction = operation<
  ListDurableExecutionsByFunctionRequest,
  ListDurableExecutionsByFunctionResponse
>({
  rate: { name: 'lambda ListDurableExecutionsByFunction', perSecond: 15, burst: 15 },
  needs: onFunction('ListDurableExecutionsByFunction'),
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const running = Object.entries(fn.world.durableExecutions ?? {})
      .filter(([qualifier]) => [undefined, qualifier].includes(reference.qualifier))
      .filter(() => input.Statuses === undefined || input.Statuses.includes('RUNNING'))
      .flatMap(([qualifier, count]) =>
        Array.from({ length: count }, (_, i): Execution & { DurableExecutionArn: string } => {
          const FunctionArn = arnOf({ ...reference, qualifier }, context);
          const name = `execution-${String(i + 1).padStart(4, '0')}`;
          return {
            DurableExecutionArn: `${FunctionArn}/durable-execution/${name}/${uniqueId(name)}`,
            DurableExecutionName: name,
            FunctionArn,
            Status: 'RUNNING',
            StartTimestamp: new Date(context.now - 3_600_000),
          };
        }),
      );
    const { items, ...next } = takePage(
      listed(running, (execution) => execution.DurableExecutionArn),
      { ...input, MaxItems: input.MaxItems ?? 100 },
      { accepts: 1000, most: 1000 },
    );
    return { DurableExecutions: items, ...next };
  },
});
