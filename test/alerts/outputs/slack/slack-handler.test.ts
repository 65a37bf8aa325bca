import { inspect } from 'node:util';

import { describe, expect, test } from 'vitest';

import { WebhookUrl } from '../../../../src/alerts/webhook/address.ts';
import { webhookPoster } from '../../../../src/alerts/webhook/post.ts';
import type { WebhookSummary } from '../../../../src/functions/webhook/webhook-handler.ts';
import { slack } from '../../../../src/alerts/outputs/slack/publish.ts';
import { webhookHandler } from '../../../../src/functions/webhook/webhook-handler.ts';
import type { Digest } from '../../../../src/model/notice.ts';
import { instant } from '../../../../src/model/time.ts';
import type { Clock } from '../../../../src/model/clock.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { breach, breaches, CONTEXT, digestOf, NOW } from '../sample-notices.ts';
import { OK, SECRET, webhookServer } from './webhook-server.ts';

const ANSWER_TIMEOUT_MS = 1_000;

/** A clock whose sleeps advance it at once. */
function quickClock(): Clock & { readonly slept: number[] } {
  let now: number = NOW;
  const slept: number[] = [];
  return {
    slept,
    now: () => instant(now),
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
  };
}

/** Returns the function as Lambda runs it, with its log lines and errors. */
function slackFunction(url: string, remainingMs = 30_000) {
  const clock = quickClock();
  const said: unknown[] = [];
  const say = (...line: readonly unknown[]): void => {
    said.push(line);
  };
  const handler = webhookHandler(slack, {
    clock,
    readWebhook: async () => new WebhookUrl(url),
    post: webhookPoster(slack, clock, ANSWER_TIMEOUT_MS),
    logger: { info: say, error: say },
  });
  return {
    clock,
    said: () => inspect(said, { depth: null, showHidden: true }),
    invoke: async (event: unknown): Promise<WebhookSummary> => {
      try {
        return await handler(event, { getRemainingTimeInMillis: () => remainingMs });
      } catch (error) {
        said.push(error);
        throw error;
      }
    },
  };
}

function eventOf(
  ...records: readonly { id: string; digest?: Digest; message?: string }[]
): unknown {
  return {
    Records: records.map(({ id, digest = digestOf(breach()), message }) => {
      const [rendered] = renderDigest(digest, CONTEXT);
      return {
        EventSource: 'aws:sns',
        Sns: {
          MessageId: id,
          Subject: rendered!.subject,
          Message: message ?? rendered!.json,
          // As they were seen to arrive with a structured message.
          MessageAttributes: {},
        },
      };
    }),
  };
}

const EVENT = eventOf({ id: 'm-1' });

describe('an alert', () => {
  test('is posted as blocks', async () => {
    await using server = await webhookServer();
    const slack = slackFunction(server.url);
    expect(await slack.invoke(EVENT)).toEqual({ posted: 1, repeated: 0 });
    expect(server.posts).toHaveLength(1);
    expect(JSON.parse(server.posts[0]!)).toMatchObject({
      text: 'CRITICAL: dev eu-west-1 Lambda code storage 97 %, 8.9 GiB free',
      mrkdwn: false,
    });
  });

  test('that is too long for one post is posted in several, a second apart', async () => {
    await using server = await webhookServer();
    const slack = slackFunction(server.url);
    await slack.invoke(eventOf({ id: 'm-1', digest: breaches(12) }));
    expect(server.posts.length).toBeGreaterThan(1);
    expect(slack.clock.slept).toEqual(server.posts.slice(1).map(() => 1_000));
  });

  test('that cannot be parsed is posted as raw text', async () => {
    await using server = await webhookServer();
    await slackFunction(server.url).invoke(eventOf({ id: 'm-1', message: 'something else' }));
    expect(server.posts[0]).toContain('something else');
  });
});

describe('a 2xx is never posted again, whatever its body', () => {
  test.each([
    ['of a workflow', { status: 200, body: '{"ok":true}' }],
    ['of Rocket.Chat', { status: 200, body: '{"success":true}' }],
    ['empty', { status: 200 }],
    ['accepted for later', { status: 202, body: '1' }],
    ['without content', { status: 204 }],
    ['broken off', { status: 200, breaksOff: true }],
  ] as const)('%s', async (_, reply) => {
    await using server = await webhookServer(reply);
    const slack = slackFunction(server.url);
    expect(await slack.invoke(EVENT)).toEqual({ posted: 1, repeated: 0 });
    expect(await slack.invoke(EVENT)).toEqual({ posted: 0, repeated: 1 });
    expect(server.posts).toHaveLength(1);
  });
});

describe('anything but a 2xx throws, so that nothing is lost', () => {
  test.each([
    ['a server error', { status: 500, body: 'server_error' }, '500 "server_error"'],
    ['a refused body', { status: 400, body: 'invalid_blocks' }, '400 "invalid_blocks"'],
    ['a webhook that is gone', { status: 404, body: 'no_service' }, '404 "no_service"'],
    ["a proxy's page", { status: 302, body: '<html>' }, '302 "<html>"'],
    ['no answer', 'silence', 'no answer in 1000 ms'],
  ] as const)('%s', async (_, reply, told) => {
    await using server = await webhookServer(reply);
    const slack = slackFunction(server.url);
    await expect(slack.invoke(EVENT)).rejects.toThrow(told);
    expect(server.posts).toHaveLength(1);
    expect(slack.said()).not.toContain('SECRET');
  });

  test('a refused connection', async () => {
    const { url, ...server } = await webhookServer();
    await server[Symbol.asyncDispose]();
    const slack = slackFunction(url);
    await expect(slack.invoke(EVENT)).rejects.toThrow('ECONNREFUSED');
    expect(slack.said()).not.toContain('SECRET');
  });

  test('an answer that quotes the webhook URL is reported without it', async () => {
    await using server = await webhookServer({
      status: 502,
      body: `no route to /services/${SECRET}`,
    });
    const slack = slackFunction(server.url);
    await expect(slack.invoke(EVENT)).rejects.toThrow('no route to [webhook URL]');
    expect(slack.said()).not.toContain('SECRET');
  });

  test('a redirection, to which the message is not sent', async () => {
    await using other = await webhookServer();
    await using server = await webhookServer({ status: 307, headers: { location: other.url } });
    await expect(slackFunction(server.url).invoke(EVENT)).rejects.toThrow('307');
    expect(other.posts).toHaveLength(0);
  });

  test.each([{}, { Records: 1 }, null, 'text'])(
    'an event that does not come from SNS: %j',
    async (event) => {
      await using server = await webhookServer();
      await expect(slackFunction(server.url).invoke(event)).rejects.toThrow('not one of SNS');
    },
  );
});

describe('429', () => {
  const later = (seconds: string) =>
    ({ status: 429, body: 'rate_limited', headers: { 'retry-after': seconds } }) as const;

  test('is repeated after the time in Retry-After', async () => {
    await using server = await webhookServer(later('7'), later('2'));
    const slack = slackFunction(server.url);
    expect(await slack.invoke(EVENT)).toEqual({ posted: 1, repeated: 0 });
    expect(server.posts).toHaveLength(3);
    expect(slack.clock.slept).toEqual([7_000, 2_000]);
  });

  test('is not waited for longer than the remaining time of the function', async () => {
    await using server = await webhookServer(later('30'));
    const slack = slackFunction(server.url, 30_000);
    await expect(slack.invoke(EVENT)).rejects.toThrow('asking for 30000 ms');
    expect(slack.clock.slept).toEqual([]);
  });

  test('is repeated a limited number of times', async () => {
    await using server = await webhookServer(...Array.from({ length: 9 }, () => later('0')));
    await expect(slackFunction(server.url).invoke(EVENT)).rejects.toThrow('after 4 posts');
    expect(server.posts).toHaveLength(4);
  });

  test.each(['soon', '', '-1', 'Infinity'])(
    'with Retry-After "%s" waits a second',
    async (value) => {
      await using server = await webhookServer(later(value));
      const slack = slackFunction(server.url);
      await slack.invoke(EVENT);
      expect(slack.clock.slept).toEqual([1_000]);
    },
  );
});

describe('the same message', () => {
  test('is posted once by one process', async () => {
    await using server = await webhookServer();
    const slack = slackFunction(server.url);
    await slack.invoke(EVENT);
    expect(await slack.invoke(EVENT)).toEqual({ posted: 0, repeated: 1 });
    expect(server.posts).toHaveLength(1);
  });

  test('is posted again when it failed before', async () => {
    await using server = await webhookServer({ status: 500 }, OK);
    const slack = slackFunction(server.url);
    await expect(slack.invoke(EVENT)).rejects.toThrow('500');
    expect(await slack.invoke(EVENT)).toEqual({ posted: 1, repeated: 0 });
  });

  test('continues at the failed payload, and repeats none that was posted', async () => {
    await using server = await webhookServer(OK, { status: 500 });
    const slack = slackFunction(server.url);
    const event = eventOf({ id: 'm-1', digest: breaches(12) });
    await expect(slack.invoke(event)).rejects.toThrow('500');
    await slack.invoke(event);
    const [first, failed, again] = server.posts;
    expect(again).toBe(failed);
    expect(server.posts.filter((post) => post === first)).toHaveLength(1);
  });
});

test('one failing record does not stop the others, and only it is posted again', async () => {
  await using server = await webhookServer(OK, { status: 400, body: 'invalid_blocks' }, OK);
  const slack = slackFunction(server.url);
  const event = eventOf({ id: 'a' }, { id: 'b' }, { id: 'c' });
  await expect(slack.invoke(event)).rejects.toThrow(/^1 of 3 messages are not in Slack: b: /);
  expect(server.posts).toHaveLength(3);
  expect(await slack.invoke(event)).toEqual({ posted: 1, repeated: 2 });
});

test('a record that does not come from SNS does not stop the others', async () => {
  await using server = await webhookServer();
  const event = {
    Records: [{ Sns: { MessageId: 'x' } }, {}, ...(EVENT as { Records: [] }).Records],
  };
  await expect(slackFunction(server.url).invoke(event)).rejects.toThrow('2 of 3 messages');
  expect(server.posts).toHaveLength(1);
});
