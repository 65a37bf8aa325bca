import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { readFailure } from '../../aws/failures.ts';
import type { WebhookOutput } from './output.ts';

const GET_PARAMETER = 'ssm:GetParameter';

/** The URL of an incoming webhook. It is a secret, since it allows posting, and is never printed. */
export class WebhookUrl {
  readonly #url: string;

  /** @throws TypeError unless `value` is an https URL or one to this machine. The message does not quote `value`. */
  constructor(value: string) {
    const url = URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
    if (url?.protocol !== 'https:' && url?.hostname !== '127.0.0.1') {
      throw new TypeError('the value is not an https URL');
    }
    this.#url = url.href;
  }

  /** Returns the secret URL. Only for the request. */
  reveal(): string {
    return this.#url;
  }

  toString(): string {
    return '[webhook URL]';
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The webhook URL could not be read. The error has no cause, since an SDK error may quote the secret. */
class WebhookUnreadable extends Error {
  override readonly name = 'WebhookUnreadable';
  readonly failure: Pick<ReadFailure, 'reason' | 'operation' | 'errorName'>;

  constructor(
    receiver: string,
    parameter: string,
    { reason, errorName }: Pick<ReadFailure, 'reason' | 'errorName'>,
    problem = "it must be a SecureString that holds an https URL, which this function's role may read and decrypt",
  ) {
    super(
      `the ${receiver} webhook could not be read from the parameter ${parameter} (${GET_PARAMETER}: ${errorName}): ${problem}`,
    );
    this.failure = { reason, operation: GET_PARAMETER, errorName };
  }
}

/**
 * Returns a function that reads the webhook URL from an SSM SecureString at each call: a warm function uses a
 * changed secret. The function throws WebhookUnreadable.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export function webhookReader(
  connection: Connection,
  region: Region,
  { receiver, wrongAddress }: Pick<WebhookOutput, 'receiver' | 'wrongAddress'>,
  parameter: string,
): () => Promise<WebhookUrl> {
  const ssm = makeClient(SSMClient, connection, { region });
  const unreadable = (failure: Pick<ReadFailure, 'reason' | 'errorName'>, problem?: string) =>
    new WebhookUnreadable(receiver, parameter, failure, problem);
  const read = async (): Promise<string> => {
    try {
      const input = { Name: parameter, WithDecryption: true };
      const { Parameter: found } = await ssm.send(new GetParameterCommand(input));
      return found?.Value ?? '';
    } catch (error) {
      throw unreadable(readFailure(error, GET_PARAMETER));
    }
  };
  return async () => {
    const value = await read();
    let webhook: WebhookUrl;
    try {
      webhook = new WebhookUrl(value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw unreadable({ reason: 'malformed', errorName: 'NotAUrl' });
    }
    const wrong = wrongAddress(new URL(webhook.reveal()));
    if (wrong === undefined) return webhook;
    throw unreadable(
      { reason: 'malformed', errorName: 'NotAWebhook' },
      `it holds ${wrong}, to which ${receiver} does not take these messages; make an incoming webhook and store its address`,
    );
  };
}
