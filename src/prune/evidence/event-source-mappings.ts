import { required } from '../../aws/pages.ts';
import { ownReference } from './function-reference.ts';
import type { WalkedCaller } from './caller.ts';
import { LAMBDA_PACE } from './caller.ts';
import { noteUses } from './reference-notes.ts';

const LIST_EVENT_SOURCE_MAPPINGS = 'lambda:ListEventSourceMappings';

const MAPPINGS_A_PAGE = 100;

/** The check for versions that an event source mapping invokes, in any state. https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
export const eventSourceMappings: WalkedCaller<
  'event-source-mappings',
  typeof LIST_EVENT_SOURCE_MAPPINGS
> = {
  check: 'event-source-mappings',
  label: 'event source mappings',
  sentence: 'invoked by event source mapping',
  whenApplying: 'read-again',
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_EVENT_SOURCE_MAPPINGS }],
  grants: {
    [LIST_EVENT_SOURCE_MAPPINGS]: {
      reason: 'Versions that a queue or stream feeds are in use.',
      pace: LAMBDA_PACE,
      probe: ({ call }) => call(LIST_EVENT_SOURCE_MAPPINGS, { MaxItems: 1 }),
      input: ({ token }) => ({ MaxItems: MAPPINGS_A_PAGE, Marker: token }),
      read: ({ EventSourceMappings, NextMarker }, _, home) => ({
        notes: required(EventSourceMappings, 'EventSourceMappings').flatMap((mapping) =>
          noteUses(
            [ownReference(mapping.FunctionArn, home)],
            mapping.EventSourceArn ?? `event source mapping ${mapping.UUID ?? 'without an id'}`,
          ),
        ),
        next: NextMarker,
      }),
    },
  },
};
