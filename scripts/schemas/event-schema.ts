import { readFile } from 'node:fs/promises';

import { isMembers } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from '../cloudformation/sections.ts';

const DOCUMENT = new URL('../../docs/schemas/alert-document.schema.json', import.meta.url);

/** Returns the schema of an event's detail: one notice, described as in the alert document. */
export async function eventJsonSchema(): Promise<object> {
  const document: unknown = JSON.parse(await readFile(DOCUMENT, 'utf8'));
  if (!isMembers(document)) throw new TypeError('the schema of the alert document is no object');
  const definitions = sectionOf(document, '$defs');
  const { notices: _, together: __, ...head } = sectionOf(document, 'properties');
  return {
    $schema: document['$schema'],
    $id: 'urn:limits-watchdog:event:1',
    title: 'limits-watchdog event',
    description:
      'The detail of an EventBridge event: one alert that is new, changes or ends. Its source is limits-watchdog, its detail-type Limits Watchdog Alert, or Limits Watchdog Test of a sample. An event may come twice, with the same notice.id. New fields and kinds may appear without a new version; ignore what you do not know. Numbers are not rounded.',
    type: 'object',
    required: [
      'version',
      'kind',
      'test',
      'deployment',
      'group',
      'runId',
      'measuredAt',
      'status',
      'at',
      'key',
      'title',
      'notice',
    ],
    properties: {
      ...head,
      kind: { const: 'limits-watchdog.event' },
      at: { $ref: '#/$defs/time' },
      key: {
        description:
          'What the alert is about, over all runs: the same in the event that opens it and in the one that ends it. Fits into a path of a URL.',
        type: 'string',
      },
      title: {
        description: 'The alert in one line of ASCII.',
        type: 'string',
        maxLength: 100,
      },
      runbook: {
        description: "Address of the team's page on what to do, from watchdog.yml.",
        type: 'string',
      },
      notice: { $ref: '#/$defs/notice' },
    },
    $defs: Object.fromEntries(Object.entries(definitions).filter(([name]) => name !== 'together')),
  };
}
