import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { HttpHandler } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { AccountId, Region } from '../model/aws-ids.ts';
import type { ReadFailure } from '../model/failure.ts';
import { member, numberIn, textIn } from './members.ts';
import { readFailure } from './failures.ts';

const CONNECT_TIMEOUT_MS = 5_000;

export type Invocation =
  | { readonly kind: 'answered'; readonly payload: unknown; readonly requestId?: string }
  /** The function ran, and failed or timed out. */
  | {
      readonly kind: 'function-error';
      readonly errorType: string;
      readonly errorMessage: string;
      readonly requestId?: string;
    }
  /** The function did not run. */
  | {
      readonly kind: 'not-run';
      readonly failure: ReadFailure;
      /** The account of the credentials, when the function is in another account. */
      readonly callerAccount?: AccountId;
    }
  /** Whether the function ran is not known; it may still be running. */
  | { readonly kind: 'lost'; readonly failure: ReadFailure };

/** Invokes the function and never rejects. Aborting `signal` ends the wait, not the function. */
export type InvokeFunction = (event: object, signal?: AbortSignal) => Promise<Invocation>;

export interface InvokerSettings {
  readonly region: Region;
  /** The name of the function, its ARN, or a partial ARN such as `111111111111:function:name`. */
  readonly functionName: string;
  /** The number of attempts; 1 when an invocation must not be repeated. */
  readonly attempts: number;
  readonly answerTimeoutMs: number;
  /** Absent: the HTTP handler of the SDK. */
  readonly http?: HttpHandler<object>;
  /** Absent: the credentials that the SDK finds. */
  readonly credentials?: Provider<AwsCredentialIdentity>;
}

/**
 * Makes a function that invokes one Lambda function synchronously.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function functionInvoker(settings: InvokerSettings): InvokeFunction {
  const { region, functionName, attempts, answerTimeoutMs, http, credentials } = settings;
  const lambda = new LambdaClient({
    region,
    maxAttempts: attempts,
    requestHandler:
      http ??
      new NodeHttpHandler({
        connectionTimeout: CONNECT_TIMEOUT_MS,
        requestTimeout: answerTimeoutMs,
        throwOnRequestTimeout: true,
      }),
    ...(credentials !== undefined && { credentials }),
  });
  return async (event, signal) => {
    const command = new InvokeCommand({
      FunctionName: functionName,
      Payload: new TextEncoder().encode(JSON.stringify(event)),
    });
    try {
      const answer = await lambda.send(command, { ...(signal && { abortSignal: signal }) });
      const { requestId } = answer.$metadata;
      const idFields = { ...(requestId !== undefined && { requestId }) };
      const payload: unknown = JSON.parse(answer.Payload?.transformToString() ?? 'null');
      if (answer.FunctionError === undefined) return { kind: 'answered', payload, ...idFields };
      const errorType = textIn(payload, 'errorType') ?? 'Unhandled';
      const errorMessage = textIn(payload, 'errorMessage') ?? '';
      return { kind: 'function-error', errorType, errorMessage, ...idFields };
    } catch (error) {
      const failure = readFailure(error, 'lambda:InvokeFunction');
      return { kind: hasCertainlyNotRun(error, failure) ? 'not-run' : 'lost', failure };
    }
  };
}

/** Names of errors that occur before a request is sent. */
const NOTHING_SENT = /(?:ProviderError|^ProxyError|^ENOTFOUND|^EAI_AGAIN|^ECONNREFUSED)$/;

function hasCertainlyNotRun(error: unknown, { errorName }: ReadFailure): boolean {
  if (NOTHING_SENT.test(errorName)) return true;
  const status = numberIn(member(error, '$metadata'), 'httpStatusCode');
  return status !== undefined && status >= 400 && status < 500;
}
