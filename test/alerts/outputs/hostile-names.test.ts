import { describe, expect, test } from 'vitest';

import { table } from '../../../scripts/terminal.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import { renderChat } from '../../../src/alerts/outputs/chat/words.ts';
import { renderDigest } from '../../../src/alerts/topic/message.ts';
import { reportPage } from '../../../src/report/page/page.ts';
import { plain } from '../../../src/text/plain.ts';
import { renderSlack } from '../../../src/alerts/outputs/slack/words.ts';
import { HOSTILE_NAMES } from '../../hostile-names.ts';
import { expectAccepted } from './accepted.ts';
import { blind, breach, CONTEXT, digestOf, inventory, NOW, target } from './sample-notices.ts';
import { hostileReport } from '../../report/sample-report.ts';

/* What a browser makes of them is in test/browser/hostile.browser.ts. */

/** What controls a terminal, breaks a line, turns the reading direction or cannot be seen. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\ufeff\u{e0000}-\u{e007f}]/u;

function noticesNaming(name: string): readonly Notice[] {
  return [
    breach({
      target: target(name),
      inventory: inventory(name),
      mutedBy: { owner: name, reason: name, until: NOW },
    }),
    blind({ target: target(name) }),
    {
      id: noticeId(subjectKey('state'), 1),
      at: NOW,
      kind: 'state',
      problem: name,
      remedy: name,
    },
  ];
}

describe.each(HOSTILE_NAMES)('%j stays text', (name) => {
  const messages = renderDigest(digestOf(...noticesNaming(name)), CONTEXT);

  test('in an e-mail', () => {
    expectAccepted(messages);
    for (const { text } of messages) expect(text.replaceAll('\n', '')).not.toMatch(CONTROL);
  });

  test('in Slack', () => {
    const texts = messages
      .flatMap(({ json, subject }) => renderSlack(json, subject))
      .flatMap(({ text, blocks }) => [
        { type: 'mrkdwn', text },
        ...blocks.flatMap((block) => ('text' in block ? [block.text] : [])),
      ]);
    expect(texts.length).toBeGreaterThan(0);
    for (const { text } of texts) {
      // Only our own links are marks.
      const others = text.replace(
        /<https:\/\/[a-z0-9.-]+\.aws\.amazon\.com[^<>|\s]*\|[\w -]+>/g,
        '',
      );
      expect(others).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(others.replaceAll('\n', '')).not.toMatch(CONTROL);
    }
  });

  test('in a chat notification', () => {
    for (const notification of renderChat(digestOf(...noticesNaming(name)), CONTEXT)) {
      const said = JSON.stringify(notification.content);
      expect(said).not.toMatch(/<!|<@|<https?:/);
      expect(said.replaceAll('\\n', '')).not.toMatch(CONTROL);
    }
  });

  test('in a terminal', () => {
    const lines = table([{ title: 'account' }, { title: 'state' }], [[name, 'ok']]);
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
  });

  test('on the page', () => {
    expect(page).toContain(`<strong>${escaped(plain(name))}</strong>`);
  });
});

const page = reportPage(hostileReport(), () => 'hash');

describe('the page of hostile names', () => {
  test('has no script, no image, no address of elsewhere and no handler', () => {
    const tags = page.match(/<[^>]*>/g) ?? [];
    expect(
      tags.filter((tag) => /^<\/?(?:script|img|iframe|object|link|base|form)\b/i.test(tag)),
    ).toEqual([]);
    expect(
      tags.filter((tag) => /\s(?:on\w+|style|src)=/i.test(tag.replace(/"[^"]*"/g, '""'))),
    ).toEqual([]);
    expect(tags.filter((tag) => /href="(?!#)/.test(tag))).toEqual([]);
  });

  test('has no character that nobody sees', () => {
    expect(page.replaceAll('\n', '')).not.toMatch(CONTROL);
  });
});

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
