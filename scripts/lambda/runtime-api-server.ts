import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** An invocation, as the function's runtime receives it. */
interface Invocation {
  readonly requestId: string;
  /** When the invocation times out, in milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly functionArn: string;
  /** The event as JSON. */
  readonly payload: string;
}

export interface RuntimeFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stackTrace: readonly string[];
}

/** A report of the runtime about its start or about an invocation. */
export type RuntimeReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init-error'; readonly failure: RuntimeFailure }
  | { readonly kind: 'response'; readonly requestId: string; readonly payload: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly failure: RuntimeFailure };

export interface RuntimeApiServer {
  /** The address as `host:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Delivers the invocation to the runtime's next request, or at once if a request is waiting. */
  offer(invocation: Invocation): void;
  close(): Promise<void>;
}

/** The largest response of a synchronous invocation, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAXIMUM_RESPONSE_BYTES = 6_291_556;
const version = '/2018-06-01/runtime';

/**
 * Serves the Lambda Runtime API to one execution environment, from which a function's runtime gets its
 * invocations and to which it reports results. Each report is passed to `report` in order.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApiServer(
  report: (said: RuntimeReport) => void,
): Promise<RuntimeApiServer> {
  const offered: Invocation[] = [];
  let waiting: ServerResponse | undefined;
  let current: string | undefined;

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // The request for the next invocation may wait without limit.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port to listen on');

  return {
    address: `127.0.0.1:${address.port}`,
    offer(invocation) {
      offered.push(invocation);
      handOver();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${version}/invocation/next`) {
      waiting = response;
      report({ kind: 'ready' });
      handOver();
      return;
    }
    const body = await bodyOf(request);
    if (request.method === 'POST' && path === `${version}/init/error`) {
      report({ kind: 'init-error', failure: failureOf(body) });
      return accept(response);
    }
    const [, requestId, what] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(
      path.startsWith(version) ? path.slice(version.length) : '',
    ) ?? [undefined, undefined, undefined];
    if (request.method !== 'POST' || requestId === undefined) {
      return refuse(response, 404, 'NotFound', `There is no ${request.method} ${path}`);
    }
    if (requestId !== current) {
      return refuse(
        response,
        400,
        'InvalidRequestID',
        `${requestId} is not the current invocation`,
      );
    }
    current = undefined;
    if (what === 'error') {
      report({ kind: 'error', requestId, failure: failureOf(body) });
    } else if (body.byteLength > MAXIMUM_RESPONSE_BYTES) {
      const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_RESPONSE_BYTES} bytes).`;
      const failure = { errorType: 'Function.ResponseSizeTooLarge', errorMessage, stackTrace: [] };
      report({ kind: 'error', requestId, failure });
      return refuse(response, 413, 'RequestEntityTooLarge', errorMessage);
    } else {
      report({ kind: 'response', requestId, payload: body.toString() });
    }
    return accept(response);
  }

  function handOver(): void {
    if (waiting === undefined) return;
    const invocation = offered.shift();
    if (invocation === undefined) return;
    current = invocation.requestId;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadlineMs),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': traceId(invocation),
    });
    waiting.end(invocation.payload);
    waiting = undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end('{"status":"OK"}\n');
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errorType: type, errorMessage: message }));
}

/** Returns the failure in a report. A body of another form gets the type `Runtime.Unknown`. */
function failureOf(body: Buffer): RuntimeFailure {
  const said = parsed(body.toString());
  const field = (name: string): unknown =>
    typeof said === 'object' && said !== null ? Reflect.get(said, name) : undefined;
  const [type, message, trace] = [field('errorType'), field('errorMessage'), field('stackTrace')];
  return {
    errorType: typeof type === 'string' ? type : 'Runtime.Unknown',
    errorMessage: typeof message === 'string' ? message : body.toString(),
    stackTrace: Array.isArray(trace) ? trace.map(String) : [],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function traceId(invocation: Invocation): string {
  const hex = invocation.requestId.replaceAll('-', '').padEnd(32, '0');
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)};Parent=${hex.slice(0, 16)};Sampled=0`;
}
