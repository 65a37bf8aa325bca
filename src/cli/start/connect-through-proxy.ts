import { request } from 'node:http';
import type { RequestOptions } from 'node:https';
import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { connect } from 'node:tls';

import type { ProxySetting } from './proxy-setting.ts';
import { isException } from './proxy-setting.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const USUAL_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Thrown when the proxy gives no connection, so that no request was sent. The message contains no password. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

type ConnectCallback = (error: Error | null, socket?: Socket) => void;
/** What Node.js passes to createConnection. https://nodejs.org/docs/latest-v20.x/api/http.html#agentcreateconnectionoptions-callback */
type ConnectOptions = ConnectionOptions & Pick<RequestOptions, 'hostname'>;

/** Sends HTTPS of this process, except to NO_PROXY hosts, through CONNECT tunnels of the proxy until `end` is called. https://www.rfc-editor.org/rfc/rfc9110#name-connect */
export function connectThrough(proxy: ProxySetting): { readonly end: () => void } {
  const direct: unknown = Reflect.get(Agent.prototype, 'createConnection');
  if (typeof direct !== 'function') throw new TypeError('https.Agent cannot be given a proxy');
  Reflect.set(
    Agent.prototype,
    'createConnection',
    function createConnection(
      this: Agent,
      options: ConnectOptions,
      connected: ConnectCallback,
    ): unknown {
      const host = options.host ?? options.hostname ?? 'localhost';
      const port = Number(options.port) || 443;
      if (isException(host, port, proxy)) return direct.call(this, options, connected);
      tunnelTo(host, port, proxy, (error, socket) => {
        if (error !== null || socket === undefined) connected(error);
        else connected(null, connect({ ...options, socket }));
      });
      return undefined;
    },
  );
  return { end: () => void Reflect.set(Agent.prototype, 'createConnection', direct) };
}

function tunnelTo(
  host: string,
  port: number,
  { address }: ProxySetting,
  done: ConnectCallback,
): void {
  const proxy = addressOf(address);
  if (proxy === undefined) {
    const message = 'HTTPS_PROXY is no address of a proxy, such as http://proxy.example.com:3128';
    done(new ProxyError(message));
    return;
  }
  const { protocol, hostname, username, password } = proxy;
  const name = hostname.replace(/^\[|\]$/g, '');
  const proxyPort = Number(proxy.port) || USUAL_PORTS[protocol] || 80;
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const given = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const asking = request({
    host: name,
    port: proxyPort,
    method: 'CONNECT',
    path: target,
    agent: false,
    timeout: CONNECT_TIMEOUT_MS,
    headers: {
      host: target,
      ...(username !== '' && {
        'proxy-authorization': `Basic ${Buffer.from(given).toString('base64')}`,
      }),
    },
    ...(protocol === 'https:' && {
      createConnection: () => connect({ host: name, port: proxyPort, servername: name }),
    }),
  });
  const fail = (why: string) =>
    asking.destroy(new ProxyError(`the proxy ${hostname}:${proxyPort} ${why}`));
  asking.once('connect', ({ statusCode = 0 }, socket: Socket) => {
    if (statusCode >= 200 && statusCode < 300) {
      socket.setTimeout(0);
      done(null, socket);
      return;
    }
    socket.destroy();
    done(new ProxyError(`the proxy ${hostname}:${proxyPort} answered ${statusCode}`));
  });
  asking.once('response', ({ statusCode = 0 }) => fail(`answered ${statusCode}`));
  asking.once('timeout', () => fail('did not answer'));
  asking.once('error', (error) =>
    done(
      error instanceof ProxyError
        ? error
        : new ProxyError(`the proxy ${hostname}:${proxyPort} cannot be reached`, { cause: error }),
    ),
  );
  asking.end();
}

function addressOf(address: string): URL | undefined {
  const text = /^[a-z]+:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && url.protocol in USUAL_PORTS && url.hostname !== '' ? url : undefined;
}
