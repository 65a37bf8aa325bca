import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers one post. `silence`: takes the request and says nothing. */
export type Reply =
  | {
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
      /** The connection ends in the middle of the body. */
      readonly breaksOff?: true;
    }
  | 'silence';

export interface WebhookServer extends AsyncDisposable {
  readonly url: string;
  /** The bodies that were posted, in order. */
  readonly posts: readonly string[];
}

export const OK: Reply = { status: 200, body: 'ok' };
/** The secret part of the address, which must never be shown. */
export const SECRET = 'T0SECRET/B0SECRET/abcdefSECRET';

/**
 * A webhook on this machine that gives the replies in order and `ok` from then on, as Slack does:
 * 200 with `ok`, or a status with a word for what is wrong.
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
