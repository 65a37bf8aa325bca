import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { RequestContext } from '../service.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';

/**
 * Entries of one request. Basis: API reference, PutEvents: "Array Members: Minimum number of 1 item. Maximum number
 * of 10 items."
 */
const MOST_ENTRIES = 10;
/**
 * Bytes of one request. Basis: doc text of PutEvents in the SDK: "the total entry size must be less than 256KB".
 */
const MOST_BYTES = 256 * 1024;

/**
 * PutEvents of Amazon EventBridge. A refused entry has an error code in an answer of 200, and FailedEntryCount
 * counts such entries: "the index of the response element is the same as the index in the request array" (API
 * reference). AWS does not document what happens to an event for a bus that does not exist: here the entry is
 * accepted and no target gets it. Buses of other accounts are denied, because their policies are not simulated.
 */
export const putEvents = operation<PutEventsRequest, PutEventsResponse>({
  // Basis: "Amazon EventBridge quotas", PutEvents: 10,000 a second in the largest Regions, 400 in the smallest.
  rate: { name: 'events PutEvents', perSecond: 400, burst: 400 },
  validate({ Entries }) {
    if (Entries.length < 1 || Entries.length > MOST_ENTRIES) {
      throw new ServiceFailure(
        'ValidationException',
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to ${MOST_ENTRIES}`,
      );
    }
    if (Entries.reduce((sum, entry) => sum + entryBytes(entry), 0) >= MOST_BYTES) {
      throw new ServiceFailure(
        'ValidationException',
        'Total size of the entries in the request is over the limit.',
      );
    }
  },
  // Basis: Service Authorization Reference: PutEvents has the resource type event-bus.
  needs: ({ Entries }, context) =>
    [...new Set(Entries.map((entry) => busArn(entry, context)))].map((resource) => ({
      action: 'events:PutEvents',
      resource,
    })),
  handle({ Entries }, context) {
    const results = Entries.map((entry) => resultOf(entry, context));
    return {
      FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
      Entries: results,
    };
  },
});

/**
 * Returns the size of an entry in bytes: 14 for a time, and the UTF-8 length of every other field. Basis: User
 * Guide, "Calculating PutEvents event entry size".
 */
function entryBytes({
  Time,
  Source,
  DetailType,
  Detail,
  Resources,
}: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  return texts.reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    Time === undefined ? 0 : 14,
  );
}

function resultOf(entry: PutEventsRequestEntry, context: RequestContext): PutEventsResultEntry {
  const { deliveries, account, region, now, requestId } = context;
  deliveries.eventEntries += 1;
  const at = deliveries.eventEntries;
  const { eventFaults = [], eventBuses = [] } = account.region(region);
  const fault = eventFaults.find(({ entries }) => entries.includes(at));
  if (fault !== undefined) return { ErrorCode: fault.code, ErrorMessage: 'Simulated.' };
  const refused = refusal(entry);
  if (refused !== undefined) return refused;
  const id = `${requestId}-${at}`;
  const arn = busArn(entry, context);
  const bus = arn.split('event-bus/')[1] ?? '';
  if (bus === 'default' || eventBuses.includes(bus)) {
    deliveries.events.push({
      id,
      busArn: arn,
      source: entry.Source ?? '',
      detailType: entry.DetailType ?? '',
      detail: entry.Detail ?? '',
      resources: entry.Resources ?? [],
      time: entry.Time?.getTime() ?? now,
    });
  }
  return { EventId: id };
}

/**
 * Returns the error code of an entry that is refused; undefined when it is accepted. Basis: API reference,
 * PutEventsResultEntry, the codes that are not retryable.
 */
function refusal({
  Source,
  DetailType,
  Detail,
}: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  const missing = Object.entries({ Source, DetailType, Detail }).find(([, text]) => !text)?.[0];
  if (missing !== undefined) {
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    };
  }
  // Basis: User Guide, "The source … must not begin with aws.".
  if (Source?.startsWith('aws.') === true) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  return isObject(Detail ?? '')
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function busArn(
  { EventBusName = 'default' }: PutEventsRequestEntry,
  { organisation, account, region }: RequestContext,
): string {
  if (!EventBusName.startsWith('arn:')) {
    return `arn:${organisation.partition}:events:${region}:${account.id}:event-bus/${EventBusName}`;
  }
  if (EventBusName.split(':')[4] !== account.id) {
    throw new ServiceFailure('AccessDeniedException', 'The bus is of another account.');
  }
  return EventBusName;
}
