import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { connect, createServer } from 'node:net';
import { get } from 'node:https';
import { createServer as createTlsServer } from 'node:tls';

import { afterEach, describe, expect, it } from 'vitest';

import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { connectThrough } from '../../src/cli/start/connect-through-proxy.ts';
import { isException, proxySetting } from '../../src/cli/start/proxy-setting.ts';
import { region } from '../../src/model/aws-ids.ts';

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Starts a local proxy that tunnels every request to `port`, or answers `refusal`. */
async function proxyTo(port: number, refusal?: string) {
  const heads: string[] = [];
  const server = createServer((client) => {
    client.once('data', (head) => {
      heads.push(head.toString('latin1'));
      if (refusal !== undefined) return void client.end(refusal);
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
    });
    client.on('error', () => {});
  });
  return { heads, port: await portOf(server) };
}

/** TLS without a certificate, so that the test needs no key. */
const ANONYMOUS = {
  ciphers: 'ADH-AES128-SHA256:@SECLEVEL=0',
  maxVersion: 'TLSv1.2',
  minVersion: 'TLSv1.2',
} as const;

function through(address: string, exceptions: readonly string[] = []): void {
  const { end } = connectThrough({ address, exceptions });
  open.push({ close: end });
}

function fetched(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { ...ANONYMOUS, rejectUnauthorized: false, agent: undefined };
    get(`https://aws.invalid:${port}/`, options, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part: string) => (body += part));
      answer.on('end', () => resolve(body));
    }).on('error', reject);
  });
}

describe('with HTTPS_PROXY', () => {
  it('requests go by TLS through a tunnel, with the password of the proxy', async () => {
    const target = createTlsServer({ ...ANONYMOUS, dhparam: 'auto' }, (socket) => {
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello'),
      );
      socket.on('error', () => {});
    });
    const port = await portOf(target);
    const proxy = await proxyTo(port);
    through(`http://person:p%40ss@127.0.0.1:${proxy.port}`);
    expect(await fetched(port)).toBe('hello');
    expect(proxy.heads).toHaveLength(1);
    expect(proxy.heads[0]).toMatch(new RegExp(`^CONNECT aws\\.invalid:${port} HTTP/1\\.1\r\n`));
    const basic = Buffer.from('person:p@ss').toString('base64');
    expect(proxy.heads[0]?.toLowerCase()).toContain(
      `proxy-authorization: basic ${basic}`.toLowerCase(),
    );
  });

  it.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n', 'answered 407'],
    ['HTTP/1.1 502 Bad Gateway\r\n\r\n', 'answered 502'],
    ['', 'cannot be reached'],
  ])(
    'an invocation that the proxy answers with %j was surely not run, and no password is said',
    async (refusal, why) => {
      const proxy = await proxyTo(0, refusal);
      through(`person:secret-word@127.0.0.1:${proxy.port}`);
      const invoke = functionInvoker({
        region: region('eu-west-1'),
        functionName: 'limits-watchdog-plan',
        attempts: 1,
        answerTimeoutMs: 5_000,
        credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }),
      });
      const invocation = await invoke({});
      expect(invocation).toMatchObject({
        kind: 'not-run',
        failure: { reason: 'unavailable', errorName: 'ProxyError' },
      });
      const said = JSON.stringify(invocation);
      expect(said).toContain(`the proxy 127.0.0.1:${proxy.port} ${why}`);
      expect(said).not.toContain('secret-word');
      expect(proxy.heads[0]).toMatch(/^CONNECT lambda\.eu-west-1\.amazonaws\.com:443 /);
    },
  );

  it('an invalid address gives a sentence that does not contain it', async () => {
    through('http://:secret word@/');
    await expect(fetched(1)).rejects.toThrow('HTTPS_PROXY is no address of a proxy');
    await expect(fetched(1)).rejects.not.toThrow('secret');
  });
});

describe('the proxy of the environment', () => {
  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, { address: 'http://a:1', exceptions: [] }],
    [
      { https_proxy: 'b', HTTPS_PROXY: 'a', no_proxy: 'x, .y' },
      { address: 'b', exceptions: ['x', '.y'] },
    ],
    [{ HTTP_PROXY: 'http://a:1' }, undefined],
  ])('of %j is %j', (environment, expected) => {
    expect(proxySetting(environment)).toEqual(expected);
  });

  it.each([
    ['sts.eu-west-1.amazonaws.com', 'amazonaws.com', true],
    ['sts.eu-west-1.amazonaws.com', '.amazonaws.com', true],
    ['sts.eu-west-1.amazonaws.com', '*.amazonaws.com', true],
    ['STS.eu-west-1.amazonaws.com', 'sts.EU-west-1.amazonaws.com:443', true],
    ['sts.eu-west-1.amazonaws.com', 'amazonaws.com:8443', false],
    ['notamazonaws.com', 'amazonaws.com', false],
    ['amazonaws.com.example', 'amazonaws.com', false],
    ['10.0.0.1', '10.0.0.1', true],
    ['anything', '*', true],
  ])('is left out for %s by NO_PROXY=%s: %s', (host, exception, expected) => {
    expect(isException(host, 443, { address: '', exceptions: [exception] })).toBe(expected);
  });
});
