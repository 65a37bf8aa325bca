import type { Event } from '@aws-sdk/client-cloudtrail';

import { DAY_MS, instant, isoTime } from '../../model/time.ts';
import { parseJson } from '../../documents/codec.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { AliasMove } from './alias-moves.ts';
import { lacksFirstTarget, windowStart } from './alias-moves.ts';
import type { Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import type { WalkPlan } from './collect/walk.ts';
import { nextPage } from './collect/walk.ts';
import type { Note } from './reference-notes.ts';

export const LOOKUP_EVENTS = 'cloudtrail:LookupEvents';

/** CloudTrail keeps 90 days. One day less is requested, so that the range is still valid when the last page is read. */
const HISTORY_DAYS = 89;
const EVENTS_A_PAGE = 50;

/** The names of alias events in CloudTrail, which may or may not end with the API version. https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
const KINDS: Readonly<Record<string, AliasMove['kind']>> = {
  UpdateAlias20150331: 'updated',
  UpdateAlias: 'updated',
  CreateAlias20150331: 'created',
  CreateAlias: 'created',
  DeleteAlias20150331: 'deleted',
  DeleteAlias: 'deleted',
};

/**
 * Reads the alias changes of a Region from CloudTrail, newest first: those of the last 14 days, and older ones until it is
 * known where each changed alias pointed 14 days ago.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const aliasTrail: WalkPlan<typeof LOOKUP_EVENTS> = {
  first: Object.keys(KINDS).map((event) => ({ call: LOOKUP_EVENTS, event })),
  grants: {
    [LOOKUP_EVENTS]: {
      input: ({ event = '', token, beyond }, { startedAt }, notes) =>
        beyond !== undefined && !lacksFirstTarget(notes().map(moveIn), startedAt)
          ? undefined
          : {
              LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: event }],
              StartTime: new Date(startedAt - HISTORY_DAYS * DAY_MS),
              MaxResults: EVENTS_A_PAGE,
              NextToken: token,
            },
      read: (page, step, reads) => {
        const events = required(page.Events, 'Events');
        const notes = events.flatMap((one) => movesIn(one, reads));
        const oldest = events.at(-1)?.EventTime?.getTime() ?? Infinity;
        if (oldest >= windowStart(reads.startedAt)) return { notes, next: page.NextToken };
        const next = nextPage(step, page.NextToken);
        return { notes, later: next.map((one) => ({ ...one, beyond: 'yes' })) };
      },
    },
  },
};

/** Parses a stored note as an alias change. @throws TypeError for a note of another kind */
export function moveIn({ at, functionName, alias, kind, weighted, ...others }: Note): AliasMove {
  const found = Object.values(KINDS).find((one) => one === kind);
  if (functionName === undefined || alias === undefined || found === undefined) {
    throw new TypeError('a note of this trail is no move of an alias');
  }
  return {
    ...others,
    at: instant(Date.parse(at ?? '')),
    functionName,
    alias,
    kind: found,
    weighted: weighted === undefined ? [] : weighted.split(' '),
  };
}

/** Returns the alias change of a CloudTrail event; empty for a failed call or a function of another account. */
function movesIn({ EventName, EventTime, CloudTrailEvent }: Event, home: Home): readonly Note[] {
  const record = parseJson(required(CloudTrailEvent, 'CloudTrailEvent'));
  if (field(record, 'errorCode') !== undefined) return [];
  const kind = KINDS[required(EventName, 'EventName')];
  const request = field(record, 'requestParameters');
  const answered = field(record, 'responseElements');
  const name = textIn(request, 'functionName');
  const alias = textIn(request, 'name');
  if (kind === undefined || name === undefined || alias === undefined) {
    throw new IncompleteAnswer('an event does not say which alias it is about');
  }
  const found = functionReference(name, home);
  if (found.kind === 'none') throw new IncompleteAnswer('an event names no function');
  if (found.kind === 'foreign') return [];
  const version = textIn(answered, 'functionVersion') ?? textIn(request, 'functionVersion');
  const target = kind === 'deleted' ? undefined : version;
  const revision = textIn(answered, 'revisionId');
  const weighted = [request, answered].flatMap((side) =>
    Object.keys(tableIn(field(field(side, 'routingConfig'), 'additionalVersionWeights'))),
  );
  return [
    {
      at: isoTime(instant(required(EventTime, 'EventTime').getTime())),
      functionName: found.functionName,
      alias,
      kind,
      ...(target !== undefined && { target }),
      ...(revision !== undefined && { revision }),
      ...(weighted.length > 0 && { weighted: [...new Set(weighted)].join(' ') }),
    },
  ];
}

/** Returns a field of an event; undefined if it is absent. @throws IncompleteAnswer if it is not a text. */
function textIn(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  if (found === undefined || typeof found === 'string') return found;
  throw new IncompleteAnswer(`an event has a ${name} that is no text`);
}

function field(value: unknown, name: string): unknown {
  return tableIn(value)[name] ?? undefined;
}

function tableIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}
