import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Digest } from '../../../../src/model/notice.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import type { SlackPayload } from '../../../../src/alerts/outputs/slack/words.ts';
import { renderSlack } from '../../../../src/alerts/outputs/slack/words.ts';
import { golden } from '../../../golden/documents.ts';
import { lengths, marks, textsOf } from './receiver.ts';
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

/** Checks Slack's limits, and that Slack interprets only our own inline code as markup. */
function expectPostable(payloads: readonly SlackPayload[]): void {
  expect(payloads.length).toBeGreaterThan(0);
  expect(payloads.flatMap((payload) => [...lengths(payload), ...marks(payload)])).toEqual([]);
}

test('one breach', async () => {
  const payloads = payloadsOf(digestOf(breach()));
  expectPostable(payloads);
  await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot(
    'snapshots/one-breach.slack.json.txt',
  );
});

test.each([30, 400])('%i breaches are an index of all and the worst five in full', (size) => {
  const payloads = payloadsOf(breaches(size));
  expectPostable(payloads);
  const headers = payloads.flatMap(({ blocks }) => blocks.filter(({ type }) => type === 'header'));
  expect(headers).toHaveLength(5);
  expect(payloads.map((payload) => payload.text)).toMatchSnapshot();
});

test('each message says where the whole document is', () => {
  const document = { bucket: 'b'.repeat(63), key: `${'k'.repeat(180)}.json` };
  for (const { json, subject } of renderDigest(breaches(30), { ...CONTEXT, document })) {
    const payloads = renderSlack(json, subject);
    expectPostable(payloads);
    expect(payloads.flatMap(textsOf).join('\n')).toContain(
      `All data: s3://${document.bucket}/${document.key}`,
    );
  }
});

test('an alert has no line twice, and begins with its account', () => {
  const [payload] = payloadsOf(digestOf(breach()));
  const lines = textsOf(payload!).flatMap((text) => text.split('\n'));
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines[0]).toMatch(/^🔴 dev CRITICAL: Lambda code storage 97 %$/);
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
      "🔴 dev CRITICAL: Lambda c",
      "🔶 dev WARNING: Lambda co",
      "⬛ dev NOT MEASURED: acces",
      "✅ dev RESOLVED: Lambda co",
      "🔕🔴 dev CRITICAL (muted)",
      "ℹ️ MUTE EXPIRED: &lt;scri",
    ]
  `);
});

test('hostile names are plain text, which Slack does not interpret', async () => {
  const payloads = payloadsOf(digestOf(...HOSTILE_NOTICES));
  expectPostable(payloads);
  await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot(
    'snapshots/hostile.slack.json.txt',
  );
});

describe('a message that cannot be parsed is shown as raw text', () => {
  const [message] = renderDigest(digestOf(breach(), blind()), CONTEXT);
  const body = JSON.parse(message!.json);
  // With the words in it, as an earlier release has sent it.
  const worded = JSON.parse(golden('alerts/alert.json'));

  test.each([
    ['text', 'just text', 'just text'],
    ['nothing', '', '-'],
    ['a newer version', JSON.stringify({ ...body, version: 3 }), 'limits-watchdog.alert'],
    ['another kind', JSON.stringify({ kind: 'CloudWatch', AlarmName: 'x' }), 'CloudWatch'],
    ['notices that are no list', JSON.stringify({ ...body, notices: 7 }), '"notices":7'],
  ])('%s', (_, json, shown) => {
    const payloads = renderSlack(json, 'ALARM: <x> & y');
    expectPostable(payloads);
    expect(payloads).toHaveLength(1);
    expect(payloads[0]!.text).toBe('ALARM: &lt;x&gt; &amp; y');
    expect(textsOf(payloads[0]!).join('\n')).toContain(shown);
  });

  test('one unreadable notice hides none of the others', () => {
    const odd = { ...body, notices: [{ id: 'odd', kind: 'new' }, ...body.notices] };
    const payloads = renderSlack(JSON.stringify(odd), 'subject');
    expectPostable(payloads);
    const text = payloads.flatMap(textsOf).join('\n');
    expect(text).toContain('Notice not understood');
    expect(text).toContain('"id":"odd"');
    expect(text).toContain('CRITICAL: Lambda code storage');
  });

  test('an unknown field does not hide the notice, nor does an unknown severity in version 1', () => {
    const newer = { ...body, added: 1, notices: [{ ...body.notices[0], added: {} }] };
    const former = {
      ...worded,
      notices: [{ ...worded.notices[0], kind: 'new', severity: 'worse' }],
    };
    for (const one of [newer, former]) {
      const text = renderSlack(JSON.stringify(one), 's').flatMap(textsOf).join('\n');
      expect(text).toContain('CRITICAL: Lambda code storage');
      expect(text).not.toContain('not understood');
    }
  });

  test('a link with an unsafe address is text', () => {
    const words = {
      ...worded.notices[0].words,
      links: [{ label: '<!here>', url: 'javascript:1|x>' }],
    };
    const notices = [{ ...worded.notices[0], words }];
    const payloads = renderSlack(JSON.stringify({ ...worded, notices }), 's');
    expectPostable(payloads);
    expect(payloads.flatMap(textsOf).join('\n')).toContain('&lt;!here&gt;: javascript:1|x&gt;');
  });

  test('a command with unsafe characters is text', () => {
    const payloads = renderSlack(JSON.stringify({ ...body, command: '<!here> `x' }), 's');
    expectPostable(payloads);
    expect(payloads.flatMap(textsOf).join('\n')).toContain('Run: &lt;!here&gt; `x prune dev');
  });

  test('any JSON gives a payload that Slack accepts', () => {
    expect(() => {
      fc.assert(
        fc.property(fc.json(), fc.string({ unit: 'binary' }), (json, subject) => {
          expectPostable(renderSlack(json, subject));
        }),
        { numRuns: 200 },
      );
    }).not.toThrow();
  });

  test('any texts give payloads that Slack accepts, and all of them are shown', () => {
    const words = fc.array(fc.string({ unit: 'binary', maxLength: 7_000 }), { maxLength: 6 });
    expect(() => {
      fc.assert(
        fc.property(words, fc.string({ unit: 'binary' }), (facts, headline) => {
          const notice = {
            ...worded.notices[0],
            words: { ...worded.notices[0].words, facts: [...facts, 'the end'], headline },
          };
          const json = JSON.stringify({ ...worded, notices: [notice, notice] });
          const payloads = renderSlack(json, 's');
          expectPostable(payloads);
          expect(payloads.flatMap(textsOf).join('\n').split('the end')).toHaveLength(3);
        }),
        { numRuns: 100 },
      );
    }).not.toThrow();
  });
});
