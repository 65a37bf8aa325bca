import { createHash } from 'node:crypto';

import type { TopicArn } from '../../src/model/aws-ids.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { nameOf } from './named-resources.ts';
import { readStack } from './template.ts';

/** What is the topic's own in `alert-topic.yml`; the other parameters are the whole stack's. */
const OWN_PARAMETERS = ['TopicName'];

/** `alert-topic.yml` once for each topic, its logical ids made of the topic's name. */
export async function topicResources(topics: readonly TopicArn[]): Promise<Members> {
  const template = await readStack('alert-topic.yml');
  const merged: Record<string, Record<string, unknown>> = {};
  for (const arn of topics) {
    const name = nameOf(arn);
    const ids = [...Object.keys(membersOf(template, 'Resources')), ...OWN_PARAMETERS];
    const rename = (id: string): string => (ids.includes(id) ? `${prefixOf(name)}${id}` : id);
    for (const section of ['Parameters', 'Resources', 'Outputs']) {
      const into = (merged[section] ??= {});
      for (const [id, body] of Object.entries(membersOf(template, section))) {
        const own = section === 'Outputs' ? `${prefixOf(name)}${id}` : rename(id);
        const given = section === 'Parameters' && own !== id && isMembers(body);
        into[own] = given ? { ...body, Default: name } : renamed(body, rename);
      }
    }
  }
  return merged;
}

/** Stays what it is when the topic moves from one place of the configuration to another. */
function prefixOf(name: string): string {
  const words = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  // `a-b` and `ab` are two topics.
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${words.join('').slice(0, 100)}${digest}`;
}

function renamed(value: unknown, rename: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key === 'Ref' && typeof member === 'string'
        ? [key, rename(member)]
        : [key, renamed(member, rename)],
    ),
  );
}

function membersOf(template: Members, section: string): Members {
  const members = template[section];
  return isMembers(members) ? members : {};
}
