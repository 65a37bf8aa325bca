import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { topicArn } from '../../../../src/model/aws-ids.ts';
import type { Notice } from '../../../../src/model/notice.ts';
import type { ChatNotification } from '../../../../src/alerts/outputs/chat/words.ts';
import { publishDigest } from '../../../../src/alerts/outputs/publish.ts';
import { renderChat } from '../../../../src/alerts/outputs/chat/words.ts';
import {
  blind,
  breach,
  breaches,
  CONTEXT,
  digestOf,
  HOSTILE_NOTICES,
  NOW,
  target,
  TOPIC,
} from '../sample-notices.ts';
import { HOSTILE } from '../../../hostile-names.ts';
import { violationsOf } from '../../../documents/schemas.ts';

const violations = violationsOf('chat-notification');

function expectAccepted(notifications: readonly ChatNotification[]): void {
  for (const notification of notifications) expect(violations(notification)).toEqual([]);
}

test('one breach is one notification with separate next steps', async () => {
  const notifications = renderChat(digestOf(breach()), CONTEXT);
  expectAccepted(notifications);
  await expect(`${JSON.stringify(notifications, null, 2)}\n`).toMatchFileSnapshot(
    'snapshots/one-breach.chat.json.txt',
  );
});

test.each([30, 400])('%i breaches are an index of all and the worst five in full', (size) => {
  const notifications = renderChat(breaches(size), CONTEXT);
  expectAccepted(notifications);
  const text = notifications.map(({ content }) => content.description).join('\n');
  for (let index = 0; index < 5; index += 1) {
    expect(text.split(`(${222_222_222_222 + index}, non-production)`)).toHaveLength(2);
    expect(text.split(`Run: \`limits-watchdog prune dev-${index}\`\n`)).toHaveLength(2);
  }
  expect(notifications.map(({ content }) => content.title)).toMatchSnapshot();
  expect(new Set(notifications.map(({ metadata }) => metadata.threadId)).size).toBe(1);
});

test.each([1, 400])('each notification of %i alerts says where the whole document is', (size) => {
  const key = `${'d'.repeat(32)}/reports/alerts/${'r'.repeat(50)}-chat.${'g'.repeat(32)}.json`;
  const document = { bucket: 'b_u*c'.repeat(12), key };
  const notifications = renderChat(breaches(size), { ...CONTEXT, document });
  expectAccepted(notifications);
  for (const { content } of notifications) {
    expect(content.description).toContain(`\nAll data: \`s3://${document.bucket}/${key}\``);
  }
});

test('the document of a chat digest has a name that no other group can have', async () => {
  const kept: string[] = [];
  const digest = { ...digestOf(breach()), group: 'chat/nonprod' };
  await publishDigest(
    digest,
    CONTEXT,
    { chatTopicArn: topicArn(TOPIC) },
    {
      alert: () => Promise.reject(new Error('this is the chat topic')),
      bare: async (_topic, text) => {
        expect(text).toContain('s3://state/f3a1c2d4-run-chat.nonprod.json');
        return { published: true, messageId: '1' };
      },
      keep: (name) => {
        kept.push(name);
        return { bucket: 'state', key: name };
      },
    },
  );
  expect(kept).toEqual(['f3a1c2d4-run-chat.nonprod.json']);
});

describe('buttons are shown', () => {
  const buttons = (...notices: readonly Notice[]): boolean | undefined =>
    renderChat(digestOf(...notices), CONTEXT)[0]?.metadata.enableCustomActions;
  const state: Notice = { ...HOSTILE_NOTICES[3]! };

  test('where exactly one non-production account is concerned', () => {
    expect(buttons(breach(), blind())).toBe(true);
  });

  test('never for production, for several accounts, or for none', () => {
    expect(buttons(breach({ target: target('live', 'prod') }))).toBe(false);
    expect(buttons(breach(), breach({ target: target('other', 'nonprod', 1) }))).toBe(false);
    expect(buttons(breach(), breach({ target: target('live', 'prod', 1) }))).toBe(false);
    expect(buttons(state)).toBe(false);
  });

  test('never in a test', () => {
    const [notification] = renderChat(digestOf(breach()), { ...CONTEXT, purpose: 'test' });
    expect(notification!.metadata.enableCustomActions).toBe(false);
    expect(notification!.content.title).toMatch(/^TEST /);
    expect(notification!.content.description).toContain('This is a TEST.');
  });

  test('never in one part of a digest that concerns two accounts', () => {
    for (const { metadata } of renderChat(breaches(30), CONTEXT)) {
      expect(metadata.enableCustomActions).toBe(false);
    }
  });
});

test('hostile names are inline code, which no client interprets', async () => {
  const notifications = renderChat(digestOf(...HOSTILE_NOTICES), CONTEXT);
  expectAccepted(notifications);
  const outsideCode = notifications
    .map(({ content }) => content.description.replace(/`[^`\n]*`/g, ''))
    .join('\n');
  expect(outsideCode).not.toMatch(/[`*~<>]|_i_|script|channel|:tada:/);
  for (const { content } of notifications) {
    expect(content.title).not.toMatch(/[<>*~`|]|_i_/);
  }
  await expect(`${JSON.stringify(notifications, null, 2)}\n`).toMatchFileSnapshot(
    'snapshots/hostile.chat.json.txt',
  );
});

test('texts of any kind and length stay within the limits', () => {
  expect(() => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 9_000 }), (text) => {
        const failure = {
          reason: 'unexpected',
          operation: text,
          errorName: text,
          message: text,
          attempts: 1,
        } as const;
        const name = `${text}${'&'.repeat(500)}`;
        expectAccepted(
          renderChat(
            digestOf(
              breach({ target: target(name), mutedBy: { owner: name, reason: text, until: NOW } }),
              blind({ unseen: blind().unseen.map(({ limit }) => ({ limit, failure })) }),
              { ...HOSTILE_NOTICES[3]!, kind: 'state', problem: name, remedy: `${text}${HOSTILE}` },
            ),
            CONTEXT,
          ),
        );
      }),
      { numRuns: 60 },
    );
  }).not.toThrow();
});
