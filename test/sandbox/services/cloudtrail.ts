import * as sdk from '@aws-sdk/client-cloudtrail';
import type {
  Event,
  LookupAttribute,
  LookupEventsRequest,
  LookupEventsResponse,
} from '@aws-sdk/client-cloudtrail';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { AliasEventWorld } from '../world/deployments.ts';
import { uniqueId } from '../iam/role.ts';
import { aliasRevision } from './lambda/alias-revision.ts';
import { operation } from '../service.ts';
import { NotSimulated, ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { latestFirst, takeTokenPage } from './token-page.ts';

const MINUTE = 60_000;
/** How long events are kept, and the items of a page. Basis: CloudTrail API reference, LookupEvents. */
const HISTORY_MS = 90 * 86_400_000;
const PAGE = 50;
/** The API version at the end of Lambda's event names, as observed in recorded events. */
const API_VERSION = '20150331';

/** The event history of AWS CloudTrail, which has changes of aliases. IAM checks LookupEvents on `*` only. */
export const cloudtrail: ServiceDefinition = {
  signingName: 'cloudtrail',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'CloudTrail_20131101',
  spellings: {
    ...jsonSpellings(400),
    throttled: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  },
  operations: {
    LookupEvents: operation<LookupEventsRequest, LookupEventsResponse>({
      // "Limited to two per second, per account, per Region."
      rate: { name: 'cloudtrail LookupEvents', perSecond: 2, burst: 2 },
      validate({ LookupAttributes = [], StartTime, EndTime, MaxResults, EventCategory }) {
        if (EventCategory !== undefined) throw new NotSimulated('Insights events');
        if (LookupAttributes.length > 1) {
          throw new ServiceFailure(
            'InvalidLookupAttributesException',
            'You can only specify one lookup attribute.',
          );
        }
        if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > PAGE)) {
          throw new ServiceFailure(
            'InvalidMaxResultsException',
            'A maximum results value of 1 to 50 must be specified.',
          );
        }
        if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) {
          throw new ServiceFailure(
            'InvalidTimeRangeException',
            'The start time must be before the end time.',
          );
        }
      },
      needs: () => [{ action: 'cloudtrail:LookupEvents', resource: '*' }],
      handle({ NextToken, MaxResults = PAGE, ...query }, context) {
        const { StartTime, EndTime, LookupAttributes = [] } = query;
        const { aliasEvents = [], trailDelayMs = 15 * MINUTE } = context.account.region(
          context.region,
        );
        const oldest = Math.max(context.now - HISTORY_MS, StartTime?.getTime() ?? -Infinity);
        const newest = Math.min(context.now - trailDelayMs, EndTime?.getTime() ?? Infinity);
        const events = aliasEvents
          .map((event, i) => eventOf(event, i, context, aliasEvents))
          .filter(({ EventTime }) => EventTime.getTime() >= oldest && EventTime.getTime() <= newest)
          .filter((event) => LookupAttributes.every((attribute) => fits(event, attribute)));
        const { items, next } = takeTokenPage(
          events,
          ({ EventTime, EventId }) => latestFirst(EventTime.getTime(), EventId),
          {
            token: NextToken,
            size: MaxResults,
            query,
            invalid: () => new ServiceFailure('InvalidNextTokenException', 'Invalid token.'),
          },
        );
        return { Events: [...items], ...(next === undefined ? {} : { NextToken: next }) };
      },
    }),
  },
};

type Recorded = Event & { readonly EventTime: Date; readonly EventId: string };

/** Whether an event has exactly the attribute's value; upper and lower case are different. */
function fits(event: Recorded, { AttributeKey, AttributeValue = '' }: LookupAttribute): boolean {
  switch (AttributeKey) {
    case 'EventName':
      return event.EventName === AttributeValue;
    case 'EventSource':
      return event.EventSource === AttributeValue;
    case 'EventId':
      return event.EventId === AttributeValue;
    case 'ReadOnly':
      return event.ReadOnly === AttributeValue;
    case 'Username':
      return event.Username === AttributeValue;
    case 'AccessKeyId':
      return event.AccessKeyId === AttributeValue;
    case 'ResourceName':
      return event.Resources?.some(({ ResourceName }) => ResourceName === AttributeValue) === true;
    case 'ResourceType':
      return event.Resources?.some(({ ResourceType }) => ResourceType === AttributeValue) === true;
    case undefined:
      throw new ServiceFailure('InvalidLookupAttributesException', 'No attribute key.');
  }
}

/**
 * Returns the event that CloudTrail shows for a request to Lambda. Basis: recorded events. The resources and
 * response elements are assumptions: the resource is the function as the request named it.
 */
function eventOf(
  event: AliasEventWorld,
  position: number,
  context: RequestContext,
  all: readonly AliasEventWorld[],
): Recorded {
  const { organisation, account, region } = context;
  const place = `${organisation.partition}:lambda:${region}:${account.id}:function`;
  const arn = `arn:${place}:${event.functionName}`;
  const functionName = {
    name: event.functionName,
    arn,
    'partial arn': `${account.id}:function:${event.functionName}`,
  }[event.namedBy ?? 'name'];
  const routingConfig =
    event.weights === undefined
      ? {}
      : { routingConfig: { additionalVersionWeights: event.weights } };
  const version = event.version === undefined ? {} : { functionVersion: event.version };
  const isDelete = event.event === 'DeleteAlias';
  const name = `${event.event}${API_VERSION}`;
  const id = uniqueId(`${position} ${JSON.stringify(event)}`).toLowerCase();
  const session = `arn:${organisation.partition}:sts::${account.id}:assumed-role/deploy/pipeline`;
  const wholeSeconds = new Date(Math.floor(Date.parse(event.time) / 1000) * 1000);
  const record = {
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', arn: session, accountId: account.id },
    eventTime: wholeSeconds.toISOString().replace('.000Z', 'Z'),
    eventSource: 'lambda.amazonaws.com',
    eventName: name,
    awsRegion: region,
    ...(event.errorCode === undefined
      ? {}
      : { errorCode: event.errorCode, errorMessage: 'The request was refused.' }),
    requestParameters: {
      functionName,
      name: event.alias,
      ...(isDelete || event.isWeightsOnly === true ? {} : version),
      ...(isDelete ? {} : routingConfig),
    },
    responseElements:
      isDelete || event.errorCode !== undefined
        ? null
        : {
            aliasArn: `${arn}:${event.alias}`,
            name: event.alias,
            description: '',
            ...version,
            ...routingConfig,
            revisionId: aliasRevision(event, all, Date.parse(event.time)),
          },
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account.id,
    eventCategory: 'Management',
  };
  return {
    EventId: id,
    EventName: name,
    EventTime: wholeSeconds,
    EventSource: 'lambda.amazonaws.com',
    ReadOnly: 'false',
    AccessKeyId: 'ASIAEXAMPLEDEPLOY001',
    Username: 'pipeline',
    Resources: [{ ResourceType: 'AWS::Lambda::Function', ResourceName: functionName }],
    CloudTrailEvent: JSON.stringify(record),
  };
}
