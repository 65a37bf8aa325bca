import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Digest } from '../../../../src/model/notice.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import type { SlackPayload } from '../../../../src/alerts/outputs/slack/words.ts';
import { renderSlack } from '../../../../src/alerts/outputs/slack/words.ts';
import { SLACK_LIMITS } from '../../../../src/alerts/outputs/slack/limits.ts';
import {
  blind,
  breach,
  breaches,
  CONTEXT,
  digestOf,
  HOSTILE_NOTICES,
  NOW,
} from '../sample-notices.ts';

function payloadsOf(digest: Digest): readonly SlackPayload[] {
  return renderDigest(digest, CONTEXT).flatMap(({ json, subject }) => renderSlack(json, subject));
}

function textsOf({ blocks }: SlackPayload): readonly string[] {
  return blocks.flatMap((block) => ('text' in block ? [block.text.text] : []));
}

const OUR_LINK = /^<https:\/\/[^<>|\s]+\|[\w -]+>$/;
const SLACK_MARK = /[<>]|&(?!amp;|lt;|gt;)/;

/** Slack's limits, and that nothing but our own links is read as a mark. */
function expectPostable(payloads: readonly SlackPayload[]): void {
  expect(payloads.length).toBeGreaterThan(0);
  for (const payload of payloads) {
    expect(payload.blocks.length).toBeLessThanOrEqual(SLACK_LIMITS.blocks);
    expect(payload.text).not.toMatch(/[<>]/);
    expect(textsOf(payload).join('').length).toBeLessThanOrEqual(SLACK_LIMITS.total);
    for (const block of payload.blocks) {
      if (!('text' in block)) continue;
      const { text, type } = block.text;
      expect(text.length).toBeGreaterThan(0);
      const most = block.type === 'header' ? SLACK_LIMITS.header : SLACK_LIMITS.section;
      expect(text.length).toBeLessThanOrEqual(most);
      const harmless = type === 'mrkdwn' ? OUR_LINK.test(text) : !SLACK_MARK.test(text);
      expect(harmless ? [] : [text]).toEqual([]);
    }
  }
}

test('one breach', async () => {
  const payloads = payloadsOf(digestOf(breach()));
  expectPostable(payloads);
  await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot(
    'snapshots/one-breach.slack.json.txt',
  );
});

test.each([30, 400])('%i breaches are split over payloads, and none is missing', (size) => {
  const payloads = payloadsOf(breaches(size));
  expectPostable(payloads);
  const text = payloads.flatMap(textsOf).join('\n');
  for (let index = 0; index < size; index += 1) {
    expect(text.split(`dev-${index} (`)).toHaveLength(2);
  }
  expect(payloads.map((payload) => payload.text)).toMatchSnapshot();
});

test('severity is a shape and a word, not only a colour', () => {
  const headers = payloadsOf(
    digestOf(
      breach(),
      breach({ level: 'warn' }),
      blind(),
      breach({ change: 'recovered' }),
      breach({ mutedBy: { owner: 'ops', reason: 'known', until: NOW } }),
      HOSTILE_NOTICES[2]!,
    ),
  ).flatMap(({ blocks }) =>
    blocks.flatMap((b) => (b.type === 'header' ? [b.text.text.slice(0, 25)] : [])),
  );
  expect(headers).toMatchInlineSnapshot(`
    [
      "🔴 CRITICAL: Lambda code ",
      "🔶 WARNING: Lambda code s",
      "⬛ NOT MEASURED: access de",
      "✅ OVER: Lambda code stora",
      "🔕🔴 CRITICAL (muted): La",
      "ℹ️ MUTE EXPIRED: &lt;scri",
    ]
  `);
});

test('hostile names are plain text, in which Slack reads no mark', async () => {
  const payloads = payloadsOf(digestOf(...HOSTILE_NOTICES));
  expectPostable(payloads);
  await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot(
    'snapshots/hostile.slack.json.txt',
  );
});

describe('what is not understood is shown as it came', () => {
  const [message] = renderDigest(digestOf(breach(), blind()), CONTEXT);
  const body = JSON.parse(message!.json);

  test.each([
    ['text', 'just text', 'just text'],
    ['nothing', '', '-'],
    ['a newer version', JSON.stringify({ ...body, version: 2 }), 'limits-watchdog.alert'],
    ['another kind', JSON.stringify({ kind: 'CloudWatch', AlarmName: 'x' }), 'CloudWatch'],
    ['notices that are no list', JSON.stringify({ ...body, notices: 7 }), '"notices":7'],
  ])('%s', (_, json, shown) => {
    const payloads = renderSlack(json, 'ALARM: <x> & y');
    expectPostable(payloads);
    expect(payloads).toHaveLength(1);
    expect(payloads[0]!.text).toBe('ALARM: &lt;x&gt; &amp; y');
    expect(textsOf(payloads[0]!).join('\n')).toContain(shown);
  });

  test('one notice among others hides none of them', () => {
    const odd = { ...body, notices: [{ id: 'odd', kind: 'new' }, ...body.notices] };
    const payloads = renderSlack(JSON.stringify(odd), 'subject');
    expectPostable(payloads);
    const text = payloads.flatMap(textsOf).join('\n');
    expect(text).toContain('Notice not understood');
    expect(text).toContain('"id":"odd"');
    expect(text).toContain('CRITICAL: Lambda code storage');
  });

  test('a newer kind, severity or field is told in its own words', () => {
    const newer = {
      ...body,
      added: 1,
      notices: [{ ...body.notices[0], kind: 'new', severity: 'worse', added: {} }],
    };
    const text = renderSlack(JSON.stringify(newer), 's').flatMap(textsOf).join('\n');
    expect(text).toContain('CRITICAL: Lambda code storage');
    expect(text).not.toContain('not understood');
  });

  test('a link that is none of ours is text', () => {
    const words = {
      ...body.notices[0].words,
      links: [{ label: '<!here>', url: 'javascript:1|x>' }],
    };
    const payloads = renderSlack(
      JSON.stringify({ ...body, notices: [{ ...body.notices[0], words }] }),
      's',
    );
    expectPostable(payloads);
    expect(payloads.flatMap(textsOf).join('\n')).toContain('&lt;!here&gt;: javascript:1|x&gt;');
  });

  test('any JSON at all is postable', () => {
    expect(() => {
      fc.assert(
        fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, subject) => {
          expectPostable(renderSlack(json, subject));
        }),
        { numRuns: 200 },
      );
    }).not.toThrow();
  });

  test('any words at all are postable, and all of them are shown', () => {
    const words = fc.array(fc.string({ unit: 'binary', maxLength: 7_000 }), { maxLength: 6 });
    expect(() => {
      fc.assert(
        fc.property(words, fc.string({ unit: 'binary' }), (facts, headline) => {
          const notice = {
            ...body.notices[0],
            words: { ...body.notices[0].words, facts: [...facts, 'the end'], headline },
          };
          const json = JSON.stringify({ ...body, notices: [notice, notice] });
          const payloads = renderSlack(json, 's');
          expectPostable(payloads);
          expect(payloads.flatMap(textsOf).join('\n').split('the end')).toHaveLength(3);
        }),
        { numRuns: 100 },
      );
    }).not.toThrow();
  });
});
