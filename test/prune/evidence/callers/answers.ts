import type { SentRequest, WireAnswer } from '../../../aws/wire.ts';

export type Script = WireAnswer | ((request: SentRequest) => WireAnswer);

export const xml = (body: string): WireAnswer => ({ body: `<?xml version="1.0"?>${body}` });
export const queried = (operation: string, result: string): WireAnswer =>
  xml(
    `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );
/** Returns the answers of a query protocol by action, each list in its own order. */
export function byAction(
  answers: Readonly<Record<string, readonly WireAnswer[]>>,
): (request: SentRequest) => WireAnswer {
  const asked = new Map<string, number>();
  return ({ body }) => {
    const action = new URLSearchParams(body).get('Action') ?? '';
    const at = asked.get(action) ?? 0;
    asked.set(action, at + 1);
    return answers[action]![Math.min(at, answers[action]!.length - 1)]!;
  };
}

export const stack = (name: string, status: string, more = ''): string =>
  `<member><StackName>${name}</StackName><StackId>id-${name}</StackId><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>${more}</member>`;
export const resource = (type: string, id?: string): string =>
  `<member><LogicalResourceId>L</LogicalResourceId><ResourceType>${type}</ResourceType>${id === undefined ? '' : `<PhysicalResourceId>${id}</PhysicalResourceId>`}<ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`;
export const resources = (...members: readonly string[]): WireAnswer =>
  queried(
    'ListStackResources',
    `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`,
  );

export const distribution = (
  id: string,
  staging: boolean,
  ...functions: readonly string[]
): string =>
  `<DistributionSummary><Id>${id}</Id><Staging>${staging}</Staging><DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy><LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation><LambdaFunctionARN>${functions[0]}</LambdaFunctionARN><EventType>viewer-request</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations></DefaultCacheBehavior><CacheBehaviors><Quantity>1</Quantity><Items>${functions
    .slice(1)
    .map(
      (one) =>
        `<CacheBehavior><PathPattern>x</PathPattern><LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation><LambdaFunctionARN>${one}</LambdaFunctionARN><EventType>viewer-request</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations></CacheBehavior>`,
    )
    .join('')}</Items></CacheBehaviors></DistributionSummary>`;
export const distributions = (items: readonly string[], next?: string): WireAnswer =>
  xml(
    `<DistributionList><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextMarker>${next}</NextMarker>`}<Quantity>${items.length}</Quantity>${items.length === 0 ? '' : `<Items>${items.join('')}</Items>`}</DistributionList>`,
  );

export const metric = (dimensions: Readonly<Record<string, string>>) => ({
  Namespace: 'AWS/Lambda',
  MetricName: 'Invocations',
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
export const schedule = (name: string, target: string) => ({
  Name: name,
  GroupName: 'default',
  Target: { Arn: target },
});
