import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The answer to one request. `silence`: the server accepts the request and never answers. */
export type Reply =
  | {
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
      /** Whether the connection breaks in the middle of the body. */
      readonly breaksOff?: true;
    }
  | 'silence';

export interface WebhookServer extends AsyncDisposable {
  readonly url: string;
  /** The bodies of the requests, in order. */
  readonly posts: readonly string[];
}

export const OK: Reply = { status: 200, body: 'ok' };
/** The secret part of the address, which must never be printed. */
export const SECRET = 'T0SECRET/B0SECRET/abcdefSECRET';

/**
 * Starts a local webhook that gives these replies in order, and then `ok`. Like Slack, it answers 200 with `ok`, or
 * another status with a word for the error.
 */
export async function webhookServer(...replies: readonly Reply[]): Promise<WebhookServer> {
  const posts: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const reply = replies[posts.length] ?? OK;
      posts.push(body);
      if (reply === 'silence') return;
      response.writeHead(reply.status, reply.headers ?? {});
      if (reply.breaksOff === true) response.write('o', () => response.destroy());
      else response.end(reply.body ?? '');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/${SECRET}`,
    posts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
