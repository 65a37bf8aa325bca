import { describe, expect, test } from 'vitest';

import { limitId } from '../../../src/model/limit.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import { quantity } from '../../../src/model/units.ts';
import { documentJson } from '../../../src/alerts/outputs/json/document.ts';
import { renderChat } from '../../../src/alerts/outputs/chat/words.ts';
import { renderDigest } from '../../../src/alerts/topic/message.ts';
import { withoutRepetitions } from '../../../src/alerts/words/repetitions.ts';
import { renderSlack } from '../../../src/alerts/outputs/slack/words.ts';
import { breach, breaches, CONTEXT, digestOf, target } from '../outputs/sample-notices.ts';

const HOLDERS = 'Largest functions, by package size';
const PRUNE = 'Delete old versions with the command';
const ABOVE = 'Largest functions: see above.';

const times = (text: string, said: string): number => text.split(said).length - 1;

function oldVersions(index = 0): Notice {
  const {
    forecast: _,
    weekGrowth: __,
    ...notice
  } = breach({
    id: noticeId(subjectKey(`${222_222_222_222 + index}/eu-west-1/lambda-old-versions`), 1),
    target: target(index === 0 ? 'dev' : `dev-${index}`, 'nonprod', index),
    limit: limitId('lambda-old-versions'),
    level: 'warn',
    used: quantity('count', 2_310),
    quota: quantity('count', 1_000),
  });
  return notice;
}

describe('the largest functions and the steps of one account and Region', () => {
  const digest = digestOf(breach(), oldVersions());
  const [message] = renderDigest(digest, CONTEXT);
  const [notification] = renderChat(digest, CONTEXT);

  test.each([
    ['e-mail', message!.text],
    ['chat', notification!.content.description],
  ])('are written once in %s', (_, text) => {
    expect(times(text, HOLDERS)).toBe(1);
    expect(times(text, PRUNE)).toBe(1);
    expect(times(text, ABOVE)).toBe(1);
    expect(text.indexOf(ABOVE)).toBeGreaterThan(text.indexOf(HOLDERS));
    expect(text).toContain('raise the ceiling of this account');
  });

  test('are written once in Slack, which gets only the steps', () => {
    const text = JSON.stringify(renderSlack(message!.json, message!.subject));
    expect(times(text, HOLDERS)).toBe(0);
    expect(times(text, PRUNE)).toBe(1);
  });

  test('are replaced with these references', () => {
    const text = message!.text.slice(message!.text.indexOf('WARNING: Old Lambda versions'));
    expect(text).toMatchInlineSnapshot(`
      "WARNING: Old Lambda versions 231 %
      dev (222222222222, non-production), eu-west-1

      Used: 2,310 old versions; your ceiling is 1,000 (231 %)
      When full: Nothing fails at your ceiling; old versions take Lambda code storage.
      Run: limits-watchdog prune dev

      First seen 2026-11-20 05:00 UTC.

      Largest functions: see above.

      To do:
      - See above.
      - If so many are wanted, raise the ceiling of this account in watchdog.yml.

      Lambda functions in eu-west-1:
      https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions

      Mute: limits-watchdog mute dev --only-region eu-west-1 --limit lambda-old-versions --until 7d --reason '...'

      --------------------

      Sent to nonprod by limits-watchdog tooling-watchdog, measured 2026-11-22 06:00 UTC.
      Run f3a1c2d4-run.
      "
    `);
  });

  test('are complete for each notice in the document', () => {
    const json = documentJson(digest, CONTEXT);
    expect(times(json, HOLDERS)).toBe(2);
    expect(times(json, PRUNE)).toBe(2);
    expect(json).not.toContain(ABOVE);
  });
});

test('the largest functions and the steps are written in full for another account', () => {
  const [message] = renderDigest(digestOf(breach(), oldVersions(1)), CONTEXT);
  expect(times(message!.text, HOLDERS)).toBe(2);
});

test('the largest functions and the steps are written in full in another message', () => {
  const accounts = Array.from({ length: 40 }, (_, index) => index);
  const versions = accounts.map(oldVersions);
  const messages = renderDigest(
    digestOf(...breaches(40, (at) => (at === 0 ? 'dev' : `dev-${at}`)).notices, ...versions),
    CONTEXT,
  );
  const read = messages.flatMap(({ text, json, subject }) => [
    text,
    ...renderSlack(json, subject).map((payload) => JSON.stringify(payload)),
  ]);
  expect(read.length).toBeGreaterThan(1);
  expect(read.filter((one) => one.includes(ABOVE) && !one.includes(HOLDERS))).toEqual([]);
});

describe('the texts of one message', () => {
  const words = (where: string, holders: readonly string[], steps: readonly string[]) => ({
    where,
    holders,
    steps,
  });
  const long = 'a line that is longer than the words that point to it';

  test('are repeated where they differ or belong to another place', () => {
    const all = [
      words('a', [long], [long]),
      words('b', [long], [long]),
      words('a', [`${long}!`], [`${long}!`]),
      words('a', [], []),
    ];
    expect(withoutRepetitions(all)).toEqual(all);
  });

  test('never become longer by a reference', () => {
    const all = [words('a', ['x'], ['y']), words('a', ['x'], ['y'])];
    expect(withoutRepetitions(all)).toEqual(all);
  });
});
