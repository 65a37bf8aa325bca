import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '../engine.ts';
import type { Outcome } from '../outcome.ts';
import type { QueryValue, WireRequest } from '../wire/message.ts';
import { dispatch } from '../dispatch.ts';
import { utf8 } from '../wire/message.ts';

export interface Listening {
  /** The address of the server, `http://127.0.0.1:PORT`, for `AWS_ENDPOINT_URL` or a client's `endpoint`. */
  readonly url: string;
  /** Stops listening and closes the open connections. */
  close(): Promise<void>;
}

/** Serves the sandbox over HTTP on a free port of the loopback interface. */
export async function listen(engine: Engine): Promise<Listening> {
  const server = createServer((request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('the client has gone')));
    readRequest(request)
      .then((wire) => dispatch(wire, engine, gone.signal))
      .then((outcome) => show(outcome, response))
      .catch((error: unknown) => {
        if (response.headersSent || gone.signal.aborted) response.destroy();
        else response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function show(outcome: Outcome, response: ServerResponse): void {
  switch (outcome.kind) {
    case 'answer':
      response.writeHead(outcome.response.status, outcome.response.headers);
      response.end(outcome.response.body);
      return;
    case 'reset in body': {
      const { status, headers, body } = outcome.response;
      response.writeHead(status, { ...headers, 'content-length': String(body.length) });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    }
    case 'silence':
      return;
    case 'reset':
    case 'host not found':
    default:
      response.destroy();
  }
}

export async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const query: Record<string, QueryValue> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(toBytes(chunk));
  return {
    method: request.method ?? 'GET',
    host: headers['host'] ?? '',
    path: url.pathname,
    query,
    headers,
    body: Buffer.concat(chunks),
  };
}

function toBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : utf8.encode(String(chunk));
}
