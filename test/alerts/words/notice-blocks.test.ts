import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Notice, VisibilityNotice } from '../../../src/model/notice.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { renderChat } from '../../../src/alerts/outputs/chat/words.ts';
import { documentJson } from '../../../src/alerts/outputs/json/document.ts';
import { renderDigest } from '../../../src/alerts/topic/message.ts';
import { blocksOf } from '../../../src/alerts/words/notice-blocks.ts';
import { renderSlack } from '../../../src/alerts/outputs/slack/words.ts';
import { expectAccepted, idsIn } from '../outputs/accepted.ts';
import { blindIn, BUCKETS, CODE, DATA_LAB, DENIED } from './blind-places.ts';
import { breach, breaches, CONTEXT, digestOf, NOW } from '../outputs/sample-notices.ts';
import { violationsOf } from '../../documents/schemas.ts';

const textOf = (...notices: readonly Notice[]): string =>
  renderDigest(digestOf(...notices), CONTEXT)
    .map(({ text }) => text)
    .join('');

/** `---` opens a block of the e-mail. */

describe('an account that could not be measured anywhere', () => {
  const digest = digestOf(breach(), ...DATA_LAB);
  const [message] = renderDigest(digest, CONTEXT);

  test('is one block with all its places, its limits and the remedy once', async () => {
    expectAccepted([message!]);
    await expect(`Subject: ${message!.subject}\n\n${message!.text}`).toMatchFileSnapshot(
      'snapshots/blind-account.email.txt',
    );
  });

  test('is one block in chat, with the remedy as its next step when it is the only one', async () => {
    const notifications = renderChat(digestOf(...DATA_LAB), CONTEXT);
    await expect(`${JSON.stringify(notifications, null, 2)}\n`).toMatchFileSnapshot(
      'snapshots/blind-account.chat.json.txt',
    );
    expect(violationsOf('chat-notification')(notifications[0])).toEqual([]);
  });

  test('is one block in Slack', async () => {
    const payloads = renderSlack(message!.json, message!.subject);
    await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot(
      'snapshots/blind-account.slack.json.txt',
    );
  });

  test('is one notice for each place in the JSON and in the document, each with its own words', () => {
    const ids = digest.notices.map(({ id }) => id);
    expect(idsIn(message!)).toEqual(ids);
    const { notices, together } = JSON.parse(documentJson(digest, CONTEXT));
    expect(notices.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(notices.map(({ words }: { words: { where: string } }) => words.where).slice(1)).toEqual([
      'data-lab (666666666666, non-production), eu-central-1',
      'data-lab (666666666666, non-production), eu-west-1',
      'data-lab (666666666666, non-production), account-wide',
      'data-lab (666666666666, non-production), us-east-1',
    ]);
    expect(together).toHaveLength(1);
    expect(together[0].notices).toEqual(DATA_LAB.map(({ id }) => id));
  });

  test('counts as one alert in the headline, with its severity in the first line', () => {
    expect(message!.subject).toMatch(/\(\+1 more\)$/);
    expect(message!.text).toContain('\n2 alerts for nonprod, worst first. The others:\n');
    const [alone] = renderDigest(digestOf(...DATA_LAB), CONTEXT);
    expect(alone!.subject).toBe(
      'NOT MEASURED: data-lab access denied in 3 Regions and account-wide',
    );
    expect(documentJson(digestOf(blindIn('global')), CONTEXT)).not.toContain('"together"');
  });
});

test('the start time is the earliest, and the text says that it differs', () => {
  const since = instant(NOW - 3 * DAY_MS);
  const later = instant(NOW - DAY_MS);
  const changes = (change: VisibilityNotice['change']): string =>
    textOf(blindIn('eu-west-1', { change, since: later }), blindIn('us-east-1', { change, since }));
  expect(changes('still-blind')).toContain(
    'First seen 2026-11-19 06:00 UTC (3 days); shorter in some of these places.',
  );
  expect(changes('sighted')).toContain('VISIBLE AGAIN: after up to 3 days in 2 Regions\n');
  expect(changes('sighted')).toContain(
    'from 2026-11-19 06:00 UTC to 2026-11-22 06:00 UTC (3 days); shorter in some of these places.',
  );
});

test('a limit that is unknown in some of the places is not shown as unknown in all', () => {
  const unseen = [{ limit: CODE, failure: DENIED }];
  expect(
    textOf(blindIn('eu-west-1'), blindIn('us-east-1', { unseen }), blindIn('global')),
  ).toContain(
    'Lambda code storage, Old Lambda versions (only eu-west-1) and S3 buckets: access denied',
  );
});

describe('stay apart', () => {
  const mutedBy = { owner: 'ops', reason: 'known', until: NOW };
  const throttled = { ...DENIED, reason: 'throttled', errorName: 'Throttling' } as const;
  const mixed = [
    { limit: CODE, failure: DENIED },
    { limit: BUCKETS, failure: throttled },
  ];
  test.each<[string, VisibilityNotice, VisibilityNotice]>([
    ['two accounts', blindIn('eu-west-1'), blindIn('us-east-1', { index: 1 })],
    ['news and a reminder', blindIn('eu-west-1'), blindIn('us-east-1', { change: 'still-blind' })],
    ['two errors', blindIn('eu-west-1'), blindIn('us-east-1', { failure: throttled })],
    [
      'two operations',
      blindIn('eu-west-1'),
      blindIn('us-east-1', { failure: { ...DENIED, operation: 'lambda:ListFunctions' } }),
    ],
    ['what is muted and what is not', blindIn('eu-west-1', { mutedBy }), blindIn('us-east-1')],
    [
      'places with several causes each',
      blindIn('eu-west-1', { unseen: mixed }),
      blindIn('us-east-1', { unseen: mixed }),
    ],
  ])('%s', (_, one, other) => {
    expect(textOf(one, other)).toContain('\n2 alerts for nonprod, worst first. The others:\n');
    expect(renderChat(digestOf(one, other), CONTEXT)[0]!.content.title).toMatch(/\(\+1 more\)$/);
  });
});

describe('every notice is in exactly one block of one part', () => {
  const places = Array.from({ length: 80 }, (_, index) => `eu-west-${index + 10}`);

  test('of an account with more places than a block can have, and errors that fill messages', () => {
    const failure = { ...DENIED, message: '"é'.repeat(1_500) };
    const notices = ['global', ...places].map((place) => blindIn(place, { failure }));
    const messages = renderDigest(digestOf(...notices), CONTEXT);
    expectAccepted(messages);
    expect(messages.flatMap(idsIn).toSorted()).toEqual(notices.map(({ id }) => id).toSorted());
    const named = messages.flatMap(({ text }) =>
      text.split('\n').filter((line) => line.startsWith('data-lab (')),
    );
    for (const place of places) expect(named.join('\n').split(place)).toHaveLength(2);
    for (const { subject } of messages) expect(subject).toContain('(+1 more');
    expect(messages[0]!.text).toContain('2 alerts for nonprod, worst first.');
  });

  test('of any targets that are not visible, or visible again', () => {
    const visibility = fc.record({
      place: fc.constantFrom('global', ...places.slice(0, 12)),
      index: fc.nat({ max: 2 }),
      change: fc.constantFrom('blind' as const, 'still-blind' as const, 'sighted' as const),
      errorName: fc.string({ unit: 'binary', maxLength: 3 }),
      message: fc.string({ unit: 'binary', maxLength: 2_000 }),
      muted: fc.boolean(),
    });
    const distinct = fc.uniqueArray(visibility, {
      maxLength: 60,
      minLength: 1,
      selector: ({ place, index }) => `${place}${index}`,
    });
    const chatViolations = violationsOf('chat-notification');
    expect(() => {
      fc.assert(
        fc.property(distinct, fc.nat({ max: 3 }), (sights, others) => {
          const notices = [
            ...breaches(others).notices,
            ...sights.map(({ place, index, change, errorName, message, muted }) =>
              blindIn(place, {
                index,
                change,
                failure: { ...DENIED, errorName, message },
                ...(muted ? { mutedBy: { owner: 'o', reason: 'r', until: NOW } } : {}),
              }),
            ),
          ];
          const messages = renderDigest(digestOf(...notices), CONTEXT);
          expectAccepted(messages);
          const ids = messages.flatMap(idsIn);
          expect(ids.toSorted()).toEqual(notices.map(({ id }) => id).toSorted());
          const alerts = blocksOf(notices).length;
          for (const message of messages) {
            const shown = renderSlack(message.json, message.subject)
              .flatMap(({ blocks }) => blocks)
              .filter(({ type }) => type === 'header');
            expect(shown.length).toBe(alerts < 8 ? alerts : 5);
          }
          for (const one of renderChat(digestOf(...notices), CONTEXT)) {
            expect(chatViolations(one)).toEqual([]);
          }
        }),
        { numRuns: 60 },
      );
    }).not.toThrow();
  });
});

describe('Slack shows each notice of version 1 separately', () => {
  const body = {
    ...JSON.parse(documentJson(digestOf(...DATA_LAB), CONTEXT)),
    version: 1,
    kind: 'limits-watchdog.alert',
    subject: 'subject',
  };
  const [{ notices: ids, words }] = body.together;

  test.each<[string, unknown]>([
    ['when nothing is said to be together', undefined],
    ['when that is no list', 7],
    ['when it names a notice that is not there', [{ notices: [...ids, 'other'], words }]],
    ['when it names one twice', [{ notices: [ids[0], ids[0]], words }]],
    ['when it names none', [{ notices: [], words }]],
    ['when its words are not understood', [{ notices: ids, words: { headline: 'only' } }]],
  ])('%s', (_, together) => {
    const payloads = renderSlack(JSON.stringify({ ...body, together }), 'subject');
    const text = JSON.stringify(payloads);
    for (const place of ['eu-central-1', 'eu-west-1', 'account-wide', 'us-east-1']) {
      expect(text).toContain(`(666666666666, non-production), ${place}`);
    }
  });
});
