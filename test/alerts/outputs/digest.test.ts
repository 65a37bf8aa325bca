import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AlertMessage } from '../../../src/model/alert.ts';
import { limitId } from '../../../src/model/limit.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { TOPIC_ROLES } from '../../../src/model/subscriptions.ts';
import { instant } from '../../../src/model/time.ts';
import { quantity } from '../../../src/model/units.ts';
import { renderDigest } from '../../../src/alerts/topic/message.ts';
import { readAlert } from '../../../src/alerts/outputs/json/read.ts';
import { sampleDigest } from '../../../src/alerts/outputs/sample.ts';
import { expectAccepted, idsIn } from './accepted.ts';
import {
  blind,
  breach,
  breaches,
  CONTEXT,
  digestOf,
  HOSTILE_NOTICES,
  inventory,
  jump,
  NOW,
  target,
  TOPIC,
  wholeAccount,
} from './sample-notices.ts';
import { HOSTILE } from '../../hostile-names.ts';

/**
 * Checks that SNS accepts the messages, and that every notice is in exactly one message, in the order of the
 * digest.
 */
function expectSendable(messages: readonly AlertMessage[], notices: readonly Notice[]): void {
  expectAccepted(messages);
  expect(messages.flatMap(idsIn)).toEqual(notices.map(({ id }) => id));
}

describe('one breach', () => {
  const digest = digestOf(breach());
  const [message] = renderDigest(digest, CONTEXT);

  test('is one message with limit, place, figures, largest functions and steps', async () => {
    expectSendable(renderDigest(digest, CONTEXT), digest.notices);
    await expect(
      `Subject: ${message!.subject}\nSMS: ${message!.sms}\n\n${message!.text}`,
    ).toMatchFileSnapshot('snapshots/one-breach.email.txt');
    await expect(`${JSON.stringify(JSON.parse(message!.json), null, 2)}\n`).toMatchFileSnapshot(
      'snapshots/one-breach.alert.json.txt',
    );
  });

  test('has unrounded numbers in the JSON', () => {
    const [notice] = JSON.parse(message!.json).notices;
    const { used, quota } = breach();
    expect(notice).toMatchObject({ used: used.amount, quota: quota.amount });
    expect(notice.percent).toBe(97);
    expect(notice.forecast.daysToFull).toBe(9.8);
  });
});

test('a digest without notices is no message', () => {
  expect(renderDigest(digestOf(), CONTEXT)).toEqual([]);
});

describe('every notice is whole in exactly one part', () => {
  test.each([30, 400])('%i breaches', (size) => {
    const digest = breaches(size);
    const messages = renderDigest(digest, CONTEXT);
    expectSendable(messages, digest.notices);
    expect(messages.map(({ subject }) => subject)).toMatchSnapshot();
    for (const [index, message] of messages.entries()) {
      const { part } = JSON.parse(message.json);
      expect(part).toEqual({ number: index + 1, of: messages.length });
    }
  });

  test('whatever their names are and however many there are', () => {
    expect(() => {
      fc.assert(
        fc.property(
          fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { minLength: 1, maxLength: 60 }),
          (names) => {
            const digest = breaches(names.length, (index) => names[index] ?? '');
            expectSendable(renderDigest(digest, CONTEXT), digest.notices);
          },
        ),
        { numRuns: 30 },
      );
    }).not.toThrow();
  });

  test('a notice with texts of any length does not outgrow a message', () => {
    const long = '\u202e"é'.repeat(100_000);
    const digest = digestOf(
      breach({ mutedBy: { owner: long, reason: long, until: NOW }, target: target(long) }),
    );
    const messages = renderDigest(digest, CONTEXT);
    expect(messages).toHaveLength(1);
    expectSendable(messages, digest.notices);
  });
});

test('hostile names are text in every form', async () => {
  const digest = digestOf(...HOSTILE_NOTICES);
  const messages = renderDigest(digest, CONTEXT);
  expectSendable(messages, digest.notices);
  const [message] = messages;
  expect(JSON.parse(message!.json).notices[0].account.name).toBe(HOSTILE);
  expect(message!.text).not.toContain('prune <');
  await expect(`Subject: ${message!.subject}\n\n${message!.text}`).toMatchFileSnapshot(
    'snapshots/hostile.email.txt',
  );
});

describe('what to do', () => {
  const textOf = (...notices: readonly Notice[]): string =>
    renderDigest(digestOf(...notices), CONTEXT)
      .map(({ text }) => text)
      .join('');

  test('production is never offered the prune command', () => {
    for (const limit of ['lambda-code-storage', 'lambda-old-versions']) {
      const text = textOf(breach({ limit: limitId(limit), target: target('live', 'prod') }));
      expect(text).not.toContain('limits-watchdog prune');
      expect(text).toContain('never prunes');
    }
  });

  test('a name that a shell would interpret is replaced by the id of the account', () => {
    for (const name of ['a b', '$(id)', '-rf', "o'brien", 'x;y', 'é']) {
      expect(textOf(breach({ target: target(name) }))).toContain(
        'Run: limits-watchdog prune 222222222222\n',
      );
    }
  });

  test('the link for buckets opens the only Region with their quota, in each partition', () => {
    const buckets = breach({
      limit: limitId('s3-buckets'),
      target: wholeAccount(),
      used: quantity('count', 9_500),
      quota: quantity('count', 10_000),
    });
    const urls = (['aws', 'aws-us-gov', 'aws-cn'] as const).map(
      (partition) =>
        /https:\S+servicequotas\S+/.exec(
          renderDigest(digestOf(buckets), { ...CONTEXT, partition })[0]!.text,
        )?.[0],
    );
    expect(urls).toMatchInlineSnapshot(`
      [
        "https://us-east-1.console.aws.amazon.com/servicequotas/home/services/s3/quotas/L-DC2B2D3D?region=us-east-1",
        "https://us-gov-west-1.console.amazonaws-us-gov.com/servicequotas/home/services/s3/quotas/L-DC2B2D3D?region=us-gov-west-1",
        "https://cn-north-1.console.amazonaws.cn/servicequotas/home/services/s3/quotas/L-DC2B2D3D?region=cn-north-1",
      ]
    `);
  });

  test('a muted alert is shown with owner, reason and end, does not set the severity and has no steps', () => {
    const muted = breach({ mutedBy: { owner: 'ops', reason: 'migration', until: NOW } });
    const [message] = renderDigest(digestOf(muted, blind()), CONTEXT);
    expect(message!.subject).toMatch(/^NOT MEASURED/);
    expect(message!.text).toContain('Muted by ops until Sunday 2026-11-22 06:00 UTC: migration');
    expect(message!.text).not.toContain('limits-watchdog prune');
    expect(message!.attributes['severity']).toEqual(['blind', 'muted']);
  });
});

describe('texts never show a better state than the figures', () => {
  const usage = (used: number, quota: number): string =>
    renderDigest(
      digestOf(breach({ used: quantity('bytes', used), quota: quantity('bytes', quota) })),
      CONTEXT,
    )[0]!.text;

  test('99.99 % is not 100 %, and no free byte is no free GiB', () => {
    const text = usage(300 * 1024 ** 3 - 1, 300 * 1024 ** 3);
    expect(text).toContain('Used: 300 GiB of 300 GiB (99 %)');
    expect(text).toContain('Free: 0 GiB');
  });

  test('usage above the limit leaves nothing free', () => {
    expect(usage(330 * 1024 ** 3, 300 * 1024 ** 3)).toContain('Free: nothing');
  });

  test('days are rounded down, and a range without an end shows none', () => {
    const forecast = { daysToFull: 0.9, earliestDays: 0.2, basisDays: 8.7, perDay: 1 };
    const [message] = renderDigest(digestOf(breach({ forecast, cause: 'forecast' })), CONTEXT);
    expect(message!.text).toContain('full within a day (0 days at the earliest)');
    expect(message!.text).toContain('over the last 8 days');
    expect(message!.subject).toContain('97 %, full within a day');
  });

  test('package bytes are never given as a percentage', () => {
    const lines = usage(1, 2).split('\n');
    const holders = lines.slice(lines.findIndex((line) => line.startsWith('Largest functions')));
    expect(holders.slice(0, 9).join('\n')).not.toContain('%');
    expect(lines).toContain('Layer versions that no function attaches are not covered.');
  });

  test('an inventory without old versions offers no pruning', () => {
    const nothingOld = { ...inventory(), oldVersions: quantity('count', 0).amount };
    const text = renderDigest(
      digestOf(breach({ inventory: nothingOld as ReturnType<typeof inventory> })),
      CONTEXT,
    )[0]!.text;
    expect(text).not.toContain('limits-watchdog prune');
  });
});

test('each change and kind of notice has its own words', async () => {
  const since = instant(NOW - 26 * 3_600_000);
  const plain: Partial<Parameters<typeof breach>[0]> = { since };
  const bare = (change: Notice & { kind: 'limit' }): Notice => {
    const { inventory: _, forecast: __, weekGrowth: ___, ...rest } = change;
    return rest;
  };
  const { level: _, cause: __, ...recovered } = breach({ ...plain, change: 'recovered' });
  const digest = digestOf(
    bare(breach({ ...plain, change: 'escalated' })),
    bare(breach({ ...plain, change: 'reminded' })),
    bare(breach({ ...plain, change: 'eased', level: 'warn' })),
    bare(recovered),
    blind({ change: 'still-blind', since }),
    blind({ change: 'sighted', unseen: [], since }),
    jump(),
    bare(
      breach({
        limit: limitId('lambda-old-versions'),
        used: quantity('count', 2_310),
        quota: quantity('count', 1_000),
      }),
    ),
  );
  const messages = renderDigest(digest, { ...CONTEXT, status: 'incomplete' });
  expectSendable(messages, digest.notices);
  await expect(messages[0]!.text).toMatchFileSnapshot('snapshots/kinds.email.txt');
});

test('a limit that this version does not know is shown by its id', () => {
  const notice = breach({ limit: limitId('left-behind') });
  const [message] = renderDigest(digestOf(notice), CONTEXT);
  expect(message!.subject).toBe('CRITICAL: dev eu-west-1 left-behind 97 %, 8.9 GiB free');
});

test('a long account name is shortened in the subject, the numbers are not', () => {
  const digest = digestOf(breach({ target: target('n'.repeat(200)) }), blind());
  expect(renderDigest(digest, CONTEXT)[0]!.subject).toMatchInlineSnapshot(
    `"CRITICAL: nnnnnnnnnnnnnnnnnnnnnnnnnnn... eu-west-1 Lambda code storage 97 %, 8.9 GiB free (+1 more)"`,
  );
});

test('the test notification has every kind of notice, and says TEST in every form', () => {
  const digest = sampleDigest('nonprod', TOPIC, NOW);
  const messages = renderDigest(digest, { ...CONTEXT, purpose: 'test' });
  expectSendable(messages, digest.notices);
  const [message] = messages;
  expect(new Set(digest.notices.map(({ kind }) => kind))).toEqual(
    new Set([
      'limit',
      'sight',
      'jump',
      'mute-expired',
      'state',
      'closed',
      'discovery',
      'subscriptions',
      'prune-role',
    ]),
  );
  expect(message!.subject).toMatch(/^TEST CRITICAL/);
  expect(message!.text).toContain('This is a TEST.');
  const subjects = TOPIC_ROLES.map(
    (testedRole) => renderDigest(digest, { ...CONTEXT, purpose: 'test', testedRole })[0]!.subject,
  );
  expect(subjects).toMatchInlineSnapshot(`
    [
      "TEST health CRITICAL: TEST-account eu-west-1 Lambda code storage 97 %, 9 GiB free (+11 more)",
      "TEST alerts CRITICAL: TEST-account eu-west-1 Lambda code storage 97 %, 9 GiB free (+11 more)",
      "TEST route CRITICAL: TEST-account eu-west-1 Lambda code storage 97 %, 9 GiB free (+11 more)",
      "TEST chat CRITICAL: TEST-account eu-west-1 Lambda code storage 97 %, 9 GiB free (+11 more)",
    ]
  `);
  const body = JSON.parse(message!.json);
  expect(body.test).toBe(true);
  const reading = readAlert(message!.json);
  expect(reading.understood && reading.alert.notices.map(({ headline }) => headline)).toEqual(
    digest.notices.map(() => expect.stringMatching(/(?:^|-account )TEST /)),
  );
});
