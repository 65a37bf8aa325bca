import { Readable } from 'node:stream';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { HttpResponse, type HttpHandler } from '@smithy/core/protocols';

import { makeClient, TrafficMeter } from '../../src/aws/clients.ts';
import { functionPage } from '../../src/aws/function-page.ts';
import { listFunctions } from '../../src/limits/list-functions.ts';
import { systemClock } from '../../src/functions/system-clock.ts';
import { region } from '../../src/model/aws-ids.ts';

/** The size of the pieces in which a socket delivers a response. */
const CHUNK_BYTES = 16_384;

/** Returns a function that reads these pages through the SDK's client, as a watch run does, but offline. */
export function pageReader(pages: readonly Uint8Array[]): () => Promise<number> {
  const lambda = makeClient(
    LambdaClient,
    {
      clock: systemClock,
      traffic: new TrafficMeter(),
      http: cannedPages(pages),
      chance: Math.random,
      credentials: async () => ({
        accessKeyId: 'ASIAEXAMPLE',
        secretAccessKey: 'example',
        sessionToken: 'example'.repeat(100),
      }),
      endpoint: 'http://127.0.0.1:9',
    },
    { region: region('eu-west-1') },
  );
  return async () =>
    (await listFunctions({ 'lambda:ListFunctions': (input) => functionPage(lambda, input) }))
      .functions.length;
}

/** Returns a function that only parses the pages as JSON, as the least possible work. */
export function bareParser(pages: readonly Uint8Array[]): () => Promise<number> {
  return async () => {
    let items = 0;
    for (const page of pages) {
      const parsed: { readonly Functions: readonly unknown[] } = JSON.parse(
        Buffer.from(page.buffer, page.byteOffset, page.byteLength).toString('utf8'),
      );
      items += parsed.Functions.length;
    }
    return items;
  };
}

/** Returns an HTTP handler that answers with one page after the other, and starts again after the last. */
function cannedPages(pages: readonly Uint8Array[]): HttpHandler<object> {
  let next = 0;
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async () => {
      const page = pages[next % pages.length] ?? new Uint8Array();
      next += 1;
      return {
        response: new HttpResponse({
          statusCode: 200,
          headers: { 'content-type': 'application/json', 'content-length': String(page.length) },
          body: Readable.from(chunksOf(page)),
        }),
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

function chunksOf(page: Uint8Array): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < page.length; at += CHUNK_BYTES) {
    chunks.push(Buffer.from(page.subarray(at, at + CHUNK_BYTES)));
  }
  return chunks;
}
