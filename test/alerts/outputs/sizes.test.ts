import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { renderChat } from '../../../src/alerts/outputs/chat/words.ts';
import { renderDigest } from '../../../src/alerts/topic/message.ts';
import { renderSlack } from '../../../src/alerts/outputs/slack/words.ts';
import { breaches, CONTEXT } from './sample-notices.ts';

/** Returns the messages about this many breaches, by output. */
function formsOf(size: number): Readonly<Record<string, readonly string[]>> {
  const digest = breaches(size);
  const messages = renderDigest(digest, CONTEXT);
  return {
    email: messages.map(({ subject, sms, text }) => `Subject: ${subject}\nSMS: ${sms}\n\n${text}`),
    alert: messages.map(({ json }) => `${JSON.stringify(JSON.parse(json), null, 2)}\n`),
    chat: renderChat(digest, CONTEXT).map((one) => `${JSON.stringify(one, null, 2)}\n`),
    slack: messages.flatMap(({ json, subject }) =>
      renderSlack(json, subject).map((one) => `${JSON.stringify(one, null, 2)}\n`),
    ),
  };
}

/** Returns the first and the last message, and a hash of all, so that no change is overlooked. */
function inBrief(parts: readonly string[]): string {
  const fingerprint = createHash('sha256').update(parts.join('\n')).digest('hex');
  const ends = parts.length === 1 ? [parts[0]] : [parts[0], parts.at(-1)];
  return [`${parts.length} parts, sha256 ${fingerprint}\n`, ...ends].join('\n=====\n');
}

describe.each([30, 400])('%i breaches', (size) => {
  const forms = formsOf(size);

  test.each(Object.keys(forms))(
    'as %s have not changed since they were last reviewed',
    async (form) => {
      await expect(inBrief(forms[form] ?? [])).toMatchFileSnapshot(
        `snapshots/${size}-breaches.${form}.txt`,
      );
    },
  );
});
