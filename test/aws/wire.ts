import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { HttpResponse } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { ClientClass, Connection } from '../../src/aws/clients.ts';
import { makeClient, TrafficMeter } from '../../src/aws/clients.ts';
import type { AwsOperations } from '../../src/aws/operations.ts';
import { awsOperations } from '../../src/aws/operations.ts';
import type { Region } from '../../src/model/aws-ids.ts';
import { region } from '../../src/model/aws-ids.ts';
import type { Clock } from '../../src/model/clock.ts';
import { JumpingClock } from './clocks.ts';

/** One HTTP answer, or a connection error. */
export type WireAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly broken: unknown };

export interface SentRequest {
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP handler that gives prepared answers to real SDK clients in order, and repeats the last one. */
export class ScriptedWire implements HttpHandler<object> {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly requests: SentRequest[] = [];
  readonly #answers: readonly (WireAnswer | ((request: SentRequest) => WireAnswer))[];

  constructor(...answers: readonly (WireAnswer | ((request: SentRequest) => WireAnswer))[]) {
    this.#answers = answers;
  }

  handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const sent = sentRequest(request);
    const scripted = this.#answers[Math.min(this.requests.length, this.#answers.length - 1)];
    this.requests.push(sent);
    const answer = typeof scripted === 'function' ? scripted(sent) : scripted;
    if (answer === undefined) return Promise.reject(new Error('the wire has no answer left'));
    if ('broken' in answer) {
      // The tested code must handle whatever a connection throws, even if it is not an Error.
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors
      return Promise.reject(answer.broken);
    }
    return Promise.resolve({
      response: new HttpResponse({
        statusCode: answer.status ?? 200,
        headers: { 'x-amzn-requestid': 'request-1', ...answer.headers },
        body: new TextEncoder().encode(answer.body ?? ''),
      }),
    });
  }

  updateHttpClientConfig(): void {
    // Nothing to configure.
  }

  httpHandlerConfigs(): object {
    return {};
  }
}

function sentRequest(request: HttpRequest): SentRequest {
  const { hostname, path, query, headers } = request;
  const body: unknown = request.body;
  return {
    host: hostname,
    path,
    query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)])),
    headers,
    body: typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array),
  };
}

export const json = (body: unknown): WireAnswer => ({ body: JSON.stringify(body) });

/** Returns an error of Lambda (restJson1). */
export const jsonError = (status: number, name: string, message = 'no'): WireAnswer => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: JSON.stringify({ message }),
});

/** Returns an error of Service Quotas (awsJson1_1). */
export const typedError = (status: number, name: string, message = 'no'): WireAnswer => ({
  status,
  body: JSON.stringify({ __type: name, Message: message }),
});

/** Returns an error of STS or SNS (awsQuery). */
export const queryError = (status: number, code: string, message = 'no'): WireAnswer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>request-1</RequestId></ErrorResponse>`,
});

/** Returns an answer of EC2 (ec2Query): the members of `<OperationResponse>`. */
export const ec2Xml = (operation: string, members: string): WireAnswer => ({
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>request-1</requestId>${members}</${operation}Response>`,
});

/** Returns an error of S3 (restXml). */
export const xmlError = (status: number, code: string, message = 'no'): WireAnswer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

export const EU_WEST_1 = region('eu-west-1');

export const someCredentials: Provider<AwsCredentialIdentity> = () =>
  Promise.resolve({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' });

export function connectionOver(
  http: HttpHandler<object>,
  clock: Clock = new JumpingClock(),
  signal?: AbortSignal,
): Connection {
  return { clock, http, traffic: new TrafficMeter(), chance: () => 0.5, ...(signal && { signal }) };
}

/** Returns a client as a run creates it, over scripted answers. */
export function clientOver<Client>(
  Class: ClientClass<Client>,
  http: HttpHandler<object>,
  settings: { readonly region?: Region; readonly signal?: AbortSignal } = {},
): Client {
  return makeClient(Class, connectionOver(http, new JumpingClock(), settings.signal), {
    region: settings.region ?? EU_WEST_1,
    credentials: someCredentials,
  });
}

/** Returns the operations that limits may call, in eu-west-1. */
export function operationsOver(http: HttpHandler<object>): AwsOperations {
  return awsOperations((Class) => clientOver(Class, http));
}
