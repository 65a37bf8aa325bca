import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { entries } from '../../scripts/bundle/entries.ts';
import { sdkPlugins } from '../../scripts/bundle/sdk-plugins.ts';
import type { ClientClass } from '../../src/aws/clients.ts';
import { readFailure } from '../../src/aws/failures.ts';
import type { SentRequest, WireAnswer } from '../aws/wire.ts';
import {
  clientOver,
  jsonError,
  queryError,
  ScriptedWire,
  typedError,
  xmlError,
} from '../aws/wire.ts';
import { bundleContents } from './bundle-contents.ts';

interface AnyClient {
  send(command: object): Promise<unknown>;
}
interface AnyCommand {
  readonly schema: readonly [9, string, string, unknown, $SchemaRef, $SchemaRef];
}
type Commands = Readonly<Record<string, new (input: unknown) => AnyCommand>>;
type Clients = Readonly<Record<string, ClientClass<AnyClient>>>;
type Sdk = Clients & Commands;

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** What the SDK itself asks about a directory bucket, which is left out. */
const NEVER_SENT: ReadonlySet<string> = new Set(['client-s3 CreateSession']);

const contents = await Promise.all(
  entries.map(({ source, discovers = false }) => bundleContents(source, discovers)),
);
const operations = contents
  .flatMap((bundle) => bundle.operations)
  .map(({ client, operation }) => `${client} ${operation}`)
  .filter((each, at, all) => all.indexOf(each) === at && !NEVER_SENT.has(each))
  .toSorted();

const ANSWERS: Readonly<Record<string, WireAnswer>> = {
  'an empty answer': {},
  'a JSON object': { body: '{"NextToken":"next","NextMarker":"next","Functions":[]}' },
  'an XML document': { body: '<Answer><NextToken>next</NextToken></Answer>' },
  'nothing readable': { body: '{' },
  'an error in its JSON’s type': typedError(400, 'AccessDeniedException'),
  'an error in a header': jsonError(429, 'TooManyRequestsException'),
  'an error of a query': queryError(400, 'Throttling'),
  'an error in XML': xmlError(404, 'NoSuchBucket'),
};

let directory: string;
let bundled: Sdk;
let stock: Sdk;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bundled-operations-'));
  [bundled, stock] = await Promise.all([made('bundled', sdkPlugins), made('stock', [])]);
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The clients and commands of all bundles in one module: `client-sts AssumeRole` and `client-sts`. */
async function made(name: string, plugins: readonly Plugin[]): Promise<Sdk> {
  const outfile = join(directory, `${name}.mjs`);
  const exported = [...operations, ...new Set(operations.map(clientOf))].map((each) => {
    const [client = '', operation] = each.split(' ');
    const from = operation === undefined ? clientClass(client) : `${operation}Command`;
    return `export { ${from} as ${JSON.stringify(each)} } from '@aws-sdk/${client}';`;
  });
  await build({
    stdin: { contents: exported.join('\n'), resolveDir: repository },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [...plugins],
  });
  return (await import(pathToFileURL(outfile).href)) as Sdk;
}

function clientOf(operation: string): string {
  return operation.split(' ')[0] ?? '';
}

function clientClass(client: string): string {
  const files = readdirSync(join(repository, 'node_modules/@aws-sdk', client, 'dist-es'));
  const [file] = files.filter((each) => /^\w+Client\.js$/.test(each));
  if (file === undefined) throw new Error(`${client} has no client`);
  return file.slice(0, -'.js'.length);
}

/** Something in every member of a shape, as deep as three lists or structures. */
function sample(schema: NormalizedSchema, depth = 0): unknown {
  if (schema.isTimestampSchema()) return new Date('2026-11-22T06:00:00Z');
  if (schema.isNumericSchema()) return 3;
  if (schema.isBooleanSchema()) return true;
  if (schema.isBlobSchema()) return new TextEncoder().encode('some bytes');
  if (schema.isStringSchema()) return 'some text';
  if (depth > 3) return undefined;
  if (schema.isListSchema()) return [sample(schema.getValueSchema(), depth + 1)];
  if (schema.isMapSchema()) return { key: sample(schema.getValueSchema(), depth + 1) };
  if (!schema.isStructSchema()) return 'some document';
  const members = [...schema.structIterator()].map(
    ([name, member]) => [name, sample(member, depth + 1)] as const,
  );
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

async function exchange(sdk: Sdk, operation: string, input: unknown, answer: WireAnswer) {
  const Client = sdk[clientOf(operation)];
  const Command = sdk[operation];
  if (Client === undefined || Command === undefined) throw new Error(`no ${operation}`);
  const wire = new ScriptedWire(answer);
  const client = clientOver<AnyClient>(Client, wire);
  const outcome = await client.send(new Command(input)).then(readable, (error: unknown) => ({
    failure: readFailure(error, operation),
    own: error instanceof Error ? Object.entries(error).filter(isComparable) : [],
  }));
  return { requests: wire.requests.map(comparable), outcome };
}

function isComparable([key]: readonly [string, unknown]): boolean {
  return !key.startsWith('$') && key !== 'stack';
}

/** Without streams, which are the wire’s own. */
async function readable(answer: unknown): Promise<unknown> {
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).filter(([key]) => key !== 'Body'));
}

/** Without what differs from one request to the next. */
function comparable({ headers, ...request }: SentRequest) {
  const {
    authorization = '',
    'amz-sdk-invocation-id': _id,
    'x-amz-date': _date,
    ...same
  } = headers;
  const scope = authorization.replace(/\/\d{8}\//, '/DATE/').replace(/Signature=.*/, '');
  const body = request.body.replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{22}/g, 'TOKEN');
  return { ...request, headers: same, body, scope };
}

describe('every operation of every bundle', () => {
  it('is one that the sources name', () => {
    expect(operations.length).toBeGreaterThan(40);
  });

  it.each(operations)('sends and reads what the whole SDK does: %s', async (operation) => {
    const Command = stock[operation];
    if (Command === undefined) throw new Error(`no ${operation}`);
    const [, , , , inputSchema] = new Command({}).schema;
    const input = sample(NormalizedSchema.of(inputSchema));
    const exchanges = async (sdk: Sdk) =>
      Promise.all(
        Object.entries(ANSWERS).map(async ([name, answer]) => ({
          name,
          ...(await exchange(sdk, operation, input, answer)),
        })),
      );
    const ours = await exchanges(bundled);
    expect(ours).toEqual(await exchanges(stock));
    expect(ours.filter(({ requests }) => requests.length === 0)).toEqual([]);
  });
});
