import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';

import { present } from '../../aws/pages.ts';
import { ownReference } from './function-reference.ts';
import type { LambdaReads } from './collect/rates.ts';
import type { WideCheck } from './collect/wide-check.ts';
import { nextPage, notedUses } from './collect/wide-check.ts';

export const LIST_EVENT_SOURCE_MAPPINGS = 'lambda:ListEventSourceMappings';

/** The most that one page holds. */
const MAPPINGS_A_PAGE = 100;

/**
 * What the queues, streams and topics of a Region invoke; a mapping counts in any state.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 */
export const eventSourceMappings: WideCheck<LambdaReads> = {
  check: 'event-source-mappings',
  width: 'region',
  first: [{ call: LIST_EVENT_SOURCE_MAPPINGS }],

  async take(reads, step) {
    const { token } = step;
    const page = await reads.lambda.send(
      new ListEventSourceMappingsCommand({
        MaxItems: MAPPINGS_A_PAGE,
        ...(token !== undefined && { Marker: token }),
      }),
    );
    return {
      notes: present(page.EventSourceMappings, 'EventSourceMappings').flatMap((mapping) =>
        notedUses(
          [ownReference(mapping.FunctionArn, reads)],
          mapping.EventSourceArn ?? `event source mapping ${mapping.UUID ?? 'without an id'}`,
        ),
      ),
      steps: nextPage(step, page.NextMarker),
    };
  },
};
