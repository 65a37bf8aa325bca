import type {
  EventSourceMappingConfiguration,
  ListEventSourceMappingsRequest,
  ListEventSourceMappingsResponse,
} from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import type { EventSourceMappingWorld } from '../../world.ts';
import { uniqueId } from '../../iam/role.ts';
import { operation } from '../../service.ts';
import { arnOf, functionOf, referenceOf } from './function-name.ts';
import { listed, takePage } from './page.ts';

/** Lists 100 mappings a page, whatever MaxItems says. IAM checks `*` only. */
export const listEventSourceMappings = operation<
  ListEventSourceMappingsRequest,
  ListEventSourceMappingsResponse
>({
  needs: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
  handle(input, context) {
    const { FunctionName, EventSourceArn } = input;
    const wanted = FunctionName === undefined ? undefined : referenceOf({ FunctionName }, context);
    if (wanted !== undefined) functionOf(wanted, context);
    const mappings = (
      context.account.lambda(context.region).world.eventSourceMappings ?? []
    ).filter(
      (mapping) =>
        [undefined, mapping.eventSourceArn].includes(EventSourceArn) &&
        (wanted === undefined ||
          (mapping.functionName === wanted.name && mapping.qualifier === wanted.qualifier)),
    );
    const { items, ...next } = takePage(
      listed(
        mappings.map((mapping) => mappingOf(mapping, context)),
        ({ UUID = '' }) => UUID,
      ),
      input,
      { accepts: 10_000, most: 100 },
    );
    return { EventSourceMappings: items, ...next };
  },
});

function mappingOf(
  { functionName, qualifier, eventSourceArn, state }: EventSourceMappingWorld,
  context: RequestContext,
): EventSourceMappingConfiguration {
  const reference = {
    accountId: context.account.id,
    region: context.region,
    name: functionName,
    qualifier,
  };
  const FunctionArn = arnOf(reference, context);
  return {
    UUID: uniqueId(`${FunctionArn} ${eventSourceArn}`).toLowerCase(),
    BatchSize: 10,
    EventSourceArn: eventSourceArn,
    FunctionArn,
    LastModified: new Date(context.now),
    State: state ?? 'Enabled',
    StateTransitionReason: 'USER_INITIATED',
  };
}
