import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { messageBodies } from '../../src/alerts/topic/sns.ts';
import { parseState } from '../../src/alerts/state/format.ts';
import { summaryMessage } from '../../src/prune/apply/summary.ts';
import { reportPrune } from '../../src/prune/apply/notify.ts';
import { topicArn } from '../../src/model/aws-ids.ts';
import { renderChat } from '../../src/alerts/outputs/chat/words.ts';
import { documentJson, eventForms } from '../../src/alerts/outputs/json/document.ts';
import { renderDigest } from '../../src/alerts/topic/message.ts';
import type { DigestContext } from '../../src/alerts/words/context.ts';
import { readAlert } from '../../src/alerts/outputs/json/read.ts';
import { expectGolden, golden, goldenData, goldenStore } from './documents.ts';
import { MADE_AT, PLAN_ID, PLAN_IDS, storedProgress } from './stored-run.ts';

const TOPIC = topicArn('arn:aws:sns:eu-west-1:111111111111:alerts');
const PROSE = ['words', 'subject'];
const CHAT_PROSE = ['title', 'description', 'nextSteps', 'summary', 'additionalContext'];

const CONTEXT: DigestContext = {
  deployment: 'golden',
  runId: 'f3a1c2d4-run',
  measuredAt: MADE_AT,
  status: 'incomplete',
  limits: catalogue.map(({ definition }) => definition),
  partition: 'aws',
  command: 'limits-watchdog',
  purpose: 'alert',
};

/** Returns a digest with notices of every kind. */
function storedDigest() {
  const parsed = parseState(golden('state/v1.json'), 'golden');
  const [pending] = parsed.kind === 'state' ? parsed.state.pending : [];
  if (pending === undefined) throw new Error('the stored state has nothing pending');
  return pending.digest;
}

/** Returns a digest with one notice, so that its wording cannot split it into several messages. */
function firstNotice() {
  return { ...storedDigest(), notices: storedDigest().notices.slice(0, 1) };
}

function schemaOf(name: string): object {
  const file = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

describe('an alert for programs', () => {
  it.each([
    ['alerts/alert.json', 'alert.v1', false],
    ['alerts/alert-test.json', 'alert.v1', true],
    ['alerts/alert.v2.json', 'alert', false],
    ['alerts/alert-test.v2.json', 'alert', true],
  ])('is understood, and fits its schema: %s', (name, schema, test) => {
    const read = readAlert(golden(name));
    expect(read).toMatchObject({ understood: true, alert: { deployment: 'golden', test } });
    const raw = read.understood ? read.alert.notices : [];
    expect(raw.filter(({ severity }) => severity === 'unknown')).toEqual([]);
    const validate = new Ajv2020({ strictTypes: false }).compile(schemaOf(schema));
    validate(goldenData(name));
    expect(validate.errors).toBe(null);
    expect(goldenData(name)['notices']).toHaveLength(test ? 1 : storedDigest().notices.length);
  });

  it('is written alike, with its attributes for filters', () => {
    const messages = renderDigest(storedDigest(), CONTEXT);
    expect(messages).toHaveLength(1);
    const document = documentJson(storedDigest(), CONTEXT);
    expectGolden('alerts/alert-document.json', document, PROSE);
    const validate = new Ajv2020({ strictTypes: false }).compile(schemaOf('alert-document'));
    validate(JSON.parse(document));
    expect(validate.errors).toBe(null);
    for (const { json, attributes } of messages) {
      expectGolden('alerts/alert.json', json, PROSE);
      expectGolden('alerts/attributes.json', JSON.stringify(attributes));
    }
    for (const { json } of renderDigest(firstNotice(), { ...CONTEXT, purpose: 'test' })) {
      expectGolden('alerts/alert-test.json', json, PROSE);
    }
  });

  it('is an event for each notice, which fits its schema', () => {
    const validate = new Ajv2020({ strictTypes: false }).compile(schemaOf('event'));
    const forms = eventForms(storedDigest(), 'nonprod', CONTEXT);
    expect(forms).toHaveLength(storedDigest().notices.length);
    for (const { detail } of forms) {
      validate(JSON.parse(detail));
      expect(validate.errors).toBe(null);
    }
    expectGolden('alerts/event.json', forms[0]?.detail ?? '', [...PROSE, 'title']);
  });

  it('goes to each protocol in its own form', () => {
    const [message] = renderDigest(storedDigest(), CONTEXT);
    if (message === undefined) throw new Error('there is no message');
    const bodies = messageBodies({ ...message, text: 'text', sms: 'sms', json: '{}' });
    expectGolden('alerts/bodies.json', bodies);
  });
});

describe('a notification for chat', () => {
  it('fits its schema, and is written alike', () => {
    const notifications = renderChat(firstNotice(), CONTEXT);
    expectGolden('alerts/chat.json', JSON.stringify(notifications), CHAT_PROSE);
    const validate = new Ajv2020({ strictTypes: false }).compile(schemaOf('chat-notification'));
    for (const one of Object.values(goldenData('alerts/chat.json'))) {
      validate(one);
      expect(validate.errors).toBe(null);
    }
  });
});

describe('what is reported of a prune', () => {
  it('is written alike, published and kept', async () => {
    const progress = await storedProgress();
    const { json, attributes } = summaryMessage(progress, 'golden', TOPIC);
    expectGolden('alerts/pruned.json', json, ['why']);
    expectGolden('alerts/pruned-attributes.json', JSON.stringify(attributes));
    const store = goldenStore();
    const reading = { ...store, read: async () => undefined };
    const publish = {
      alert: async () => ({ published: true, messageId: 'm' }) as const,
      bare: () => Promise.reject(new Error('nothing is published bare')),
    };
    const clock = { now: () => MADE_AT, sleep: async () => {} };
    const about = { deployment: 'golden', topicArn: TOPIC };
    await reportPrune(progress, 1, about, { clock, store: reading, publish });
    const kept = store.written.get(`runs/${PLAN_ID}/summary.json`) ?? '';
    expectGolden(`prune/runs/${PLAN_ID}/summary.json`, kept, ['why']);
  });

  it('of a plan that was stopped is written alike', async () => {
    const stop = { code: 'target-not-judged', percent: 60 } as const;
    const progress = await storedProgress({ kind: 'stopped', stop });
    const { json } = summaryMessage(progress, 'golden', TOPIC);
    expectGolden('alerts/pruning-stopped.json', json, ['why', 'sentence']);
  });

  it.each(PLAN_IDS)('is reported no second time: %s', async (planId) => {
    const store = goldenStore();
    const publish = {
      alert: () => Promise.reject(new Error('it was reported')),
      bare: () => Promise.reject(new Error('it was reported')),
    };
    const clock = { now: () => MADE_AT, sleep: async () => {} };
    const about = { deployment: 'golden', topicArn: TOPIC };
    const progress = await storedProgress(undefined, planId);
    const told = await reportPrune(progress, 1, about, { clock, store, publish });
    expect(told).toBe(undefined);
  });
});
