import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import {
  EVENT_SOURCE,
  EVENT_TYPE,
  publishDigest,
  TEST_EVENT_TYPE,
} from '../../src/alerts/outputs/publish.ts';
import { sampleDigest } from '../../src/alerts/outputs/sample.ts';
import type { BusEvent } from '../../src/alerts/ports.ts';
import type { DigestContext } from '../../src/alerts/words/context.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { instant } from '../../src/model/time.ts';
import { parseTemplate } from '../sandbox/cloudformation/read-template.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import type { Members } from '../sandbox/wire/message.ts';

const page = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const template = parseTemplate(page('event-rules.yml'));

/** The template's parameters: their defaults, and a key for each tool. */
const VALUES: Readonly<Record<string, unknown>> = {
  EventBusName: 'alerts',
  Severities: ['critical', 'blind'],
  DetailTypes: [EVENT_TYPE],
};

const CONTEXT: DigestContext = {
  deployment: 'limits-watchdog',
  runId: 'a-run',
  measuredAt: instant(0),
  status: 'complete',
  limits: catalogue.map(({ definition }) => definition),
  partition: 'aws',
  command: 'limits-watchdog',
  purpose: 'alert',
};

/** An event of each sample, as an EventBridge rule receives it. */
async function eventsOf(purpose: DigestContext['purpose']): Promise<readonly Members[]> {
  const sent: BusEvent[] = [];
  const digest = sampleDigest('events/nonprod', 'the bus', instant(0));
  const events = async (_: string, those: readonly BusEvent[]) => {
    sent.push(...those);
    return [];
  };
  const nothing = () => Promise.reject(new Error('not for the bus'));
  const publish = { alert: nothing, bare: nothing, events };
  await publishDigest(digest, { ...CONTEXT, purpose }, {}, publish);
  return sent.map(({ source, detailType, detail }) => ({
    source,
    'detail-type': detailType,
    detail: JSON.parse(detail),
  }));
}

/** Whether an event matches a pattern of literals. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(event);
  if (!isMembers(pattern)) throw new TypeError('a pattern is made of objects and lists');
  const { Ref } = pattern;
  if (typeof Ref === 'string') return matches(VALUES[Ref], event);
  return (
    isMembers(event) && Object.entries(pattern).every(([name, part]) => matches(part, event[name]))
  );
}

function valueAt(path: string, event: Members): unknown {
  const names = path.replace(/^\$\./, '').split('.');
  return names.reduce<unknown>((of, name) => (isMembers(of) ? of[name] : undefined), event);
}

/** Returns the body that the address receives. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
function bodyOf(target: Members, event: Members): unknown {
  const { InputPathsMap: paths, InputTemplate: written } = sectionOf(target, 'InputTransformer');
  const text = isMembers(written) ? String(written['Fn::Sub']) : String(written);
  const filled = text.replaceAll(/<(\w+)>/g, (_, name: string) => {
    const value = valueAt(String(isMembers(paths) ? paths[name] : ''), event);
    if (value === undefined) throw new Error(`no event has ${name}`);
    return JSON.stringify(value);
  });
  return JSON.parse(filled);
}

const resources = Object.entries(sectionOf(template, 'Resources'));
const rules = resources.flatMap(([name, resource]) => {
  if (!isMembers(resource) || resource['Type'] !== 'AWS::Events::Rule') return [];
  const { EventPattern: pattern, Targets: targets } = sectionOf(resource, 'Properties');
  const [target] = Array.isArray(targets) ? targets : [];
  return isMembers(target) ? [{ name, pattern, target }] : [];
});

const opened = (events: readonly Members[], name: string): readonly unknown[] => {
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`there is no rule ${name}`);
  return events
    .filter((event) => matches(rule.pattern, event))
    .map((event) => bodyOf(rule.target, event));
};

describe('the rules for PagerDuty, Opsgenie and Jira', () => {
  it('are two for each tool that can close an alert, and one for Jira', () => {
    expect(rules.map(({ name }) => name)).toEqual([
      'PagerDutyOpens',
      'PagerDutyEnds',
      'OpsgenieOpens',
      'OpsgenieEnds',
      'JiraOpens',
    ]);
  });

  it('open and close an alert with the same key, in the form of each tool', async () => {
    const events = await eventsOf('alert');
    expect(opened(events, 'PagerDutyOpens')).toContainEqual({
      event_action: 'trigger',
      dedup_key: 'limits-watchdog.TEST.limit',
      payload: {
        summary: expect.stringMatching(/^CRITICAL: TEST-account eu-west-1 Lambda code storage/),
        source: 'limits-watchdog',
        severity: 'critical',
        timestamp: '1970-01-01T00:00:00Z',
        custom_details: expect.objectContaining({ kind: 'limit', severity: 'critical' }),
      },
    });
    for (const body of opened(events, 'PagerDutyEnds')) {
      expect(body).toEqual({
        event_action: 'resolve',
        dedup_key: expect.stringMatching(/^limits-watchdog\.TEST\.[\w.-]+$/),
      });
    }
    expect(opened(events, 'OpsgenieOpens')).toContainEqual(
      expect.objectContaining({ alias: 'limits-watchdog.TEST.limit', priority: 'P1' }),
    );
    expect(opened(events, 'OpsgenieEnds')).not.toEqual([]);
    expect(opened(events, 'JiraOpens')).toContainEqual({
      fields: expect.objectContaining({
        labels: ['limits-watchdog', 'limits-watchdog.TEST.limit'],
      }),
    });
  });

  it('match no sample', async () => {
    const events = await eventsOf('test');
    expect(events.length).toBeGreaterThan(5);
    expect(rules.filter(({ pattern }) => events.some((one) => matches(pattern, one)))).toEqual([]);
  });
});

it('docs/events.md says the source and the types of events', () => {
  const text = page('events.md');
  for (const name of [EVENT_SOURCE, EVENT_TYPE, TEST_EVENT_TYPE]) expect(text).toContain(name);
});
