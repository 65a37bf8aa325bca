import type { HttpHandler, HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type {
  AwsCredentialIdentity,
  HttpHandlerOptions,
  Provider,
  RetryErrorInfo,
  RetryStrategyV2,
  RetryToken,
} from '@smithy/types';

import type { Region } from '../model/aws-ids.ts';
import type { Clock } from '../model/clock.ts';
import type { Pacer, ThrottleGate } from './pacing.ts';
import type { Traffic } from '../model/report.ts';

/** Timeouts of a request, since the SDK has none by default. */
const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;
/** Connections to one host, more than are ever needed: waiting for one counts towards the connect timeout. */
const MOST_CONNECTIONS = 400;
const ATTEMPTS = 3;
/** The value of the header `amz-sdk-request` in a request that is no retry. */
const FIRST_ATTEMPT = 'attempt=1;';
const FIRST_BACKOFF_MS = 100;
const FIRST_BACKOFF_THROTTLED_MS = 500;

/** How all AWS clients of a run send their requests. */
export interface Connection {
  readonly clock: Clock;
  readonly traffic: TrafficMeter;
  readonly http: HttpHandler<object>;
  /** Returns a random number from 0 up to but not including 1, for the jitter of retries. */
  readonly chance: () => number;
  /** The credentials of clients that have none of their own. Absent: those that the SDK finds. */
  readonly credentials?: Provider<AwsCredentialIdentity>;
  /** The endpoint of every service, as in `AWS_ENDPOINT_URL`. Absent: the endpoints of AWS. */
  readonly endpoint?: string;
  /** A signal that is aborted when the time of the run for reading is up. */
  readonly signal?: AbortSignal;
  /** Limits the attempts of all clients together, in addition to the pacer of each client. */
  readonly gate?: ThrottleGate;
}

export interface ClientSettings {
  readonly region: Region;
  readonly credentials?: Provider<AwsCredentialIdentity>;
  readonly pacer?: Pacer;
  /** The number of attempts for each request; 3 when absent. */
  readonly attempts?: 1;
}

interface ClientConfiguration {
  readonly region: string;
  readonly requestHandler: HttpHandler<object>;
  readonly retryStrategy: RetryStrategyV2;
  readonly maxAttempts: number;
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  readonly credentials?: Provider<AwsCredentialIdentity>;
}

export type ClientClass<Client> = new (configuration: ClientConfiguration) => Client;

/** Makes an SDK client whose requests are paced, counted and bounded in time. */
export function makeClient<Client>(
  Class: ClientClass<Client>,
  connection: Connection,
  settings: ClientSettings,
): Client {
  const { endpoint } = connection;
  const credentials = settings.credentials ?? connection.credentials;
  return new Class({
    region: settings.region,
    requestHandler: meteredHttp(connection, settings.pacer),
    retryStrategy: clockedRetry(connection, settings.pacer, settings.attempts ?? ATTEMPTS),
    maxAttempts: settings.attempts ?? ATTEMPTS,
    ...(credentials !== undefined && { credentials }),
    // Emulators of AWS rarely resolve a host name per bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}

/** A pool of connections that all clients of a process share. */
export function sharedHttp(): HttpHandler<object> {
  return new NodeHttpHandler({
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: ANSWER_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    // Idle time: also bounds a body that stops in the middle.
    socketTimeout: ANSWER_TIMEOUT_MS,
    httpAgent: { keepAlive: true, maxSockets: MOST_CONNECTIONS },
    httpsAgent: { keepAlive: true, maxSockets: MOST_CONNECTIONS },
  });
}

/** Wraps `http` so that each attempt is paced and counted, and is aborted when the time of the run is up. */
function meteredHttp(
  { gate, http, signal, traffic }: Connection,
  pacer: Pacer | undefined,
): HttpHandler<object> & { readonly metadata: object } {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request: HttpRequest, options?: HttpHandlerOptions) {
      const pass = gate && (() => gate.turn());
      await (pacer === undefined ? pass?.() : pacer.turn(pass));
      signal?.throwIfAborted();
      // The caller may have aborted it meanwhile.
      if (options?.abortSignal?.aborted === true) throw new DOMException('not sent', 'AbortError');
      const attempt = request.headers['amz-sdk-request'] ?? FIRST_ATTEMPT;
      traffic.attempt(!attempt.startsWith(FIRST_ATTEMPT));
      return http.handle(request, { ...options, ...(signal && { abortSignal: signal }) });
    },
    // Shared by many clients.
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => http.httpHandlerConfigs(),
  };
}

/** Retries throttling, server errors and broken connections (as the SDK classifies them), on the clock of the run. */
function clockedRetry(
  { clock, signal, traffic, gate, chance }: Connection,
  pacer: Pacer | undefined,
  attempts: number,
): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: () => Promise.resolve(retryToken(0)),
    /** @throws Error when the request must not be repeated. */
    async refreshRetryTokenForRetry(token: RetryToken, error: RetryErrorInfo) {
      const throttled = error.errorType === 'THROTTLING';
      if (throttled) {
        traffic.throttled();
        pacer?.throttled();
      }
      const retries = token.getRetryCount() + 1;
      if (throttled && attempts > 1 && gate !== undefined) {
        gate.throttled();
        // The next attempt meets the closed gate and ends as out of time.
        return retryToken(retries);
      }
      if (error.errorType === 'CLIENT_ERROR' || retries >= attempts) throw new Error('no retry');
      const first = throttled ? FIRST_BACKOFF_THROTTLED_MS : FIRST_BACKOFF_MS;
      // Half jitter, so that parallel reads do not retry together.
      await clock.sleep(Math.ceil((first * 2 ** (retries - 1) * (1 + chance())) / 2), signal);
      return retryToken(retries);
    },
    // The pacer, not a retry budget, protects AWS.
    recordSuccess: () => undefined,
  };
}

function retryToken(retries: number): RetryToken {
  return { getRetryCount: () => retries, getRetryDelay: () => 0 };
}

/** Counts the attempts of one run. */
export class TrafficMeter {
  #calls = 0;
  #retries = 0;
  #throttles = 0;

  attempt(repeated: boolean): void {
    this.#calls += 1;
    if (repeated) this.#retries += 1;
  }

  throttled(): void {
    this.#throttles += 1;
  }

  total(): Traffic {
    return { calls: this.#calls, retries: this.#retries, throttles: this.#throttles };
  }
}
