import type { Digest } from '../../model/notice.ts';
import { EVENT_GROUP_PREFIX } from '../notices/watched-topics.ts';
import { eventForms } from '../outputs/json/event.ts';
import type { EventAnswer, Publish } from '../ports.ts';
import type { DigestContext } from '../words/context.ts';

/** Not `aws.`: only services of AWS may call themselves so. */
export const EVENT_SOURCE = 'limits-watchdog';
export const EVENT_TYPE = 'Limits Watchdog Alert';
/** Of samples, which no rule for alerts matches. */
export const TEST_EVENT_TYPE = 'Limits Watchdog Test';

/** Sends the notices of a digest to its bus, an event each. */
export async function publishEvents(
  digest: Digest,
  context: DigestContext,
  { events }: Pick<Publish, 'events'>,
): Promise<readonly EventAnswer[]> {
  if (events === undefined) throw new TypeError('the bundle has nothing to send events with');
  const group = digest.group.slice(EVENT_GROUP_PREFIX.length);
  return events(
    digest.topicArn,
    eventForms(digest, group, context).map(({ detail, time }) => ({
      source: EVENT_SOURCE,
      detailType: context.purpose === 'test' ? TEST_EVENT_TYPE : EVENT_TYPE,
      detail,
      at: time,
    })),
  );
}
