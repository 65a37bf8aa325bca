import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/transport';
import type { HttpRequest } from '@smithy/core/transport';
import type { HttpHandlerOptions, RequestHandler } from '@smithy/types';
import type { Engine } from '../engine.ts';
import type { Outcome } from '../outcome.ts';
import type { QueryValue, WireRequest, WireResponse } from '../wire/message.ts';
import { dispatch } from '../dispatch.ts';
import { utf8 } from '../wire/message.ts';
import { plainBytes } from '../wire/serde.ts';

/** The options of the SDK's HTTP handler that the in-process handler supports. */
export interface InProcessOptions {
  /** After this many milliseconds of the sandbox's clock, a request without an answer fails with TimeoutError. */
  readonly requestTimeout?: number;
  /** Whether `requestTimeout` makes the request fail; otherwise it only warns, as in the SDK's handler. */
  readonly throwOnRequestTimeout?: boolean;
  /** After this many milliseconds without a byte, the request fails, as in the SDK's handler. */
  readonly socketTimeout?: number;
}

/** The type of an SDK client's `requestHandler`. */
export interface InProcessHandler extends RequestHandler<
  HttpRequest,
  HttpResponse,
  HttpHandlerOptions
> {
  destroy(): void;
  updateHttpClientConfig(key: never, value: never): void;
  httpHandlerConfigs(): InProcessOptions;
}

const ANSWERED = 'answered';

/**
 * Returns a request handler that passes requests to the sandbox without a socket. Failures have the same form as
 * those of the SDK's own handler.
 */
export function inProcessHandler(engine: Engine, options: InProcessOptions = {}): InProcessHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => options,

    async handle(request, { abortSignal, requestTimeout } = {}) {
      if (abortSignal?.aborted === true) throw abortError(abortSignal);
      const gaveUp = new AbortController();
      const onAbort = (): void => gaveUp.abort(abortError(abortSignal));
      if (abortSignal !== undefined) listen(abortSignal, onAbort);
      const timeout = timeoutOf(options, requestTimeout);
      const ended = new AbortController();
      if (timeout !== undefined) {
        void engine.clock.sleep(timeout.ms, ended.signal).then(
          () => gaveUp.abort(timeout.error()),
          () => {},
        );
      }
      const whenGivenUp = new Promise<never>((_, reject) => {
        gaveUp.signal.addEventListener('abort', () => reject(gaveUp.signal.reason), { once: true });
      });
      const work = toWire(request)
        .then((wire) => dispatch(wire, engine, gaveUp.signal))
        .then((outcome) => (outcome.kind === 'silence' ? whenGivenUp : shown(outcome, request)));
      try {
        return { response: await Promise.race([work, whenGivenUp]) };
      } finally {
        work.catch(() => {});
        // With a reason, because without one each abort creates a DOMException with a stack.
        if (timeout !== undefined) ended.abort(ANSWERED);
        if (abortSignal !== undefined) unlisten(abortSignal, onAbort);
      }
    },
  };
}

function listen(signal: NonNullable<HttpHandlerOptions['abortSignal']>, onAbort: () => void): void {
  if ('addEventListener' in signal && typeof signal.addEventListener === 'function') {
    signal.addEventListener('abort', onAbort, { once: true });
  }
}

/** Removes a listener, because one signal is used for many requests. */
function unlisten(
  signal: NonNullable<HttpHandlerOptions['abortSignal']>,
  onAbort: () => void,
): void {
  if ('removeEventListener' in signal && typeof signal.removeEventListener === 'function') {
    signal.removeEventListener('abort', onAbort);
  }
}

function timeoutOf(
  options: InProcessOptions,
  requestTimeout: number | undefined,
): { readonly ms: number; readonly error: () => Error } | undefined {
  const forRequest = requestTimeout ?? options.requestTimeout ?? 0;
  const forSocket = options.socketTimeout ?? 0;
  const isRequestFirst =
    options.throwOnRequestTimeout === true &&
    forRequest > 0 &&
    (forSocket <= 0 || forRequest <= forSocket);
  if (isRequestFirst) {
    const text = `a request has exceeded the configured ${forRequest} ms requestTimeout.`;
    return { ms: forRequest, error: () => named('TimeoutError', text, 'ETIMEDOUT') };
  }
  if (forSocket <= 0) return undefined;
  const text = `the request socket timed out after ${forSocket} ms of inactivity`;
  return { ms: forSocket, error: () => named('TimeoutError', text) };
}

function shown(outcome: Exclude<Outcome, { kind: 'silence' }>, request: HttpRequest): HttpResponse {
  switch (outcome.kind) {
    case 'answer':
      return responseOf(outcome.response, Readable.from([Buffer.from(outcome.response.body)]));
    case 'reset in body':
      return responseOf(outcome.response, brokenOff(outcome.response.body));
    case 'reset':
      // The SDK's handler uses this error name for connection failures.
      throw named('TimeoutError', 'socket hang up', 'ECONNRESET');
    case 'host not found':
    default:
      throw named('Error', `getaddrinfo ENOTFOUND ${request.hostname}`, 'ENOTFOUND');
  }
}

function responseOf(response: WireResponse, body: Readable): HttpResponse {
  const headers = { 'content-length': String(response.body.length), ...response.headers };
  return new HttpResponse({ statusCode: response.status, headers, body });
}

function brokenOff(body: Uint8Array): Readable {
  let isSent = false;
  return new Readable({
    read() {
      if (isSent) {
        this.destroy(named('Error', 'aborted', 'ECONNRESET'));
        return;
      }
      isSent = true;
      this.push(Buffer.from(body.subarray(0, Math.floor(body.length / 2))));
    },
  });
}

async function toWire(request: HttpRequest): Promise<WireRequest> {
  return {
    method: request.method,
    host: request.hostname,
    path: request.path,
    query: queryOf(request.query),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: await bytesOf(request.body),
  };
}

function queryOf(query: HttpRequest['query']): Record<string, QueryValue> {
  const values: Record<string, QueryValue> = {};
  for (const [name, value] of Object.entries(query)) values[name] = value ?? '';
  return values;
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return utf8.encode(body);
  if (body instanceof Uint8Array) return plainBytes(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Readable) return Buffer.concat(await body.toArray());
  throw new TypeError('the sandbox cannot read this kind of request body');
}

function abortError(signal: unknown): Error {
  const reason: unknown =
    typeof signal === 'object' && signal !== null && 'reason' in signal ? signal.reason : undefined;
  const text = typeof reason === 'string' ? reason : 'Request aborted';
  return named('AbortError', text, undefined, reason instanceof Error ? reason : undefined);
}

function named(name: string, message: string, code?: string, cause?: Error): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = name;
  return code === undefined ? error : Object.assign(error, { code });
}
