import type { Instant } from '../../model/time.ts';
import { SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import type { WebhookUrl } from './address.ts';
import type { WebhookAnswer, WebhookOutput } from './output.ts';

/** Posts one payload. @throws PostRefused */
export type PostToWebhook = (webhook: WebhookUrl, body: string, deadline: Instant) => Promise<void>;

/** A receiver did not accept a payload. The error has no cause, which could quote the webhook URL. */
export class PostRefused extends Error {
  override readonly name = 'PostRefused';
}

const ANSWER_TIMEOUT_MS = 10_000;
const ATTEMPTS = 4;
const DEFAULT_RETRY_AFTER_MS = SECOND_MS;
const LONGEST_ANSWER = 200;
/** The form of the error codes of Node and its fetch, such as `ECONNREFUSED` and `UND_ERR_SOCKET`. */
const ERROR_CODE = /^[A-Z][A-Z0-9_]{2,40}$/;

interface Answer extends WebhookAnswer {
  readonly retryAfterMs: number;
}

/** Returns a function that posts to a webhook. After a 429 it waits as stated and tries again, if there is time. */
export function webhookPoster(
  { receiver, isAccepted }: Pick<WebhookOutput, 'receiver' | 'isAccepted'>,
  clock: Clock,
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
): PostToWebhook {
  return async (webhook, body, deadline) => {
    for (let attempt = 1; ; attempt += 1) {
      const leftMs = deadline - clock.now();
      if (leftMs <= 0) throw new PostRefused(`there was no time left to post to ${receiver}`);
      const answer = await send(receiver, webhook, body, Math.min(answerTimeoutMs, leftMs));
      if (isAccepted(answer)) return;
      if (answer.status !== 429) throw new PostRefused(refusalText(receiver, answer));
      if (attempt === ATTEMPTS || clock.now() + answer.retryAfterMs >= deadline) {
        throw new PostRefused(
          `${refusalText(receiver, answer)}, asking for ${answer.retryAfterMs} ms, after ${attempt} posts`,
        );
      }
      await clock.sleep(answer.retryAfterMs);
    }
  };
}

async function send(
  receiver: string,
  webhook: WebhookUrl,
  body: string,
  timeoutMs: number,
): Promise<Answer> {
  try {
    const response = await fetch(webhook.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      // The secret URL must not reach another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      status: response.status,
      body: answerText(await bodyOf(response), webhook),
      retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    };
  } catch (error) {
    throw new PostRefused(`${receiver} could not be reached: ${codeOf(error, timeoutMs)}`);
  }
}

/** Returns the body of a response; empty for a 2xx with an incomplete body, since the receiver accepted the post. */
async function bodyOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    if (response.ok) return '';
    throw error;
  }
}

/** Returns the body as one short line without the webhook URL, which a proxy may quote. */
function answerText(body: string, webhook: WebhookUrl): string {
  const { href, pathname } = new URL(webhook.reveal());
  const hidden = body
    .replaceAll(href, webhook.toString())
    .replaceAll(pathname === '/' ? href : pathname, webhook.toString());
  return hidden
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_ANSWER);
}

function refusalText(receiver: string, { status, body }: Answer): string {
  return `${receiver} answered ${status} ${JSON.stringify(body)}`;
}

/** Returns the time of a Retry-After header in milliseconds, or a default. A date is ignored. */
function retryAfterMs(header: string | null): number {
  const seconds = header === null || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.ceil(seconds * SECOND_MS)
    : DEFAULT_RETRY_AFTER_MS;
}

/** Returns an error code or a fixed phrase, never the error's own text, which could quote the URL. */
function codeOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer in ${timeoutMs} ms`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code: unknown =
    typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && ERROR_CODE.test(code) ? code : 'the connection failed';
}
