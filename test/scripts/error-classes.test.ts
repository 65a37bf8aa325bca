import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { errorClassesPlugin, withSharedMaker } from '../../scripts/bundle/error-classes.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const clients = readdirSync(join(repository, 'node_modules/@aws-sdk')).filter((name) =>
  name.startsWith('client-'),
);

type ErrorClass = new (options: object) => Error;
type ErrorModule = Readonly<Record<string, ErrorClass>>;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'error-classes-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** All errors of all clients as one module, with the base classes that a bundle would give them. */
async function bundled(name: string, plugins: readonly Plugin[]): Promise<ErrorModule> {
  const outfile = join(directory, `${name}.mjs`);
  const contents = clients
    .map((client) => client.slice('client-'.length).replaceAll('-', '_'))
    .map(
      (name, index) =>
        `export * as ${name} from '@aws-sdk/${clients[index]}/dist-es/models/errors.js';`,
    )
    .join('\n');
  await build({
    stdin: { contents, resolveDir: repository },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins: [...plugins],
  });
  const services = (await import(pathToFileURL(outfile).href)) as Record<string, ErrorModule>;
  return Object.fromEntries(
    Object.entries(services).flatMap(([service, errors]) =>
      Object.entries(errors).map(([error, Class]) => [`${service}.${error}`, Class]),
    ),
  );
}

/** All that a program can see of a class and of an error that it made. */
function seen(name: string, Class: ErrorClass) {
  const options = {
    message: 'a message',
    $metadata: { httpStatusCode: 400 },
    ...Object.fromEntries(['Type', 'Message', 'resourceId'].map((field) => [field, `a ${field}`])),
  };
  const error = new Class(options);
  const base = Object.getPrototypeOf(Class) as ErrorClass;
  return {
    name,
    own: Object.entries(error).filter(([key]) => key !== 'stack'),
    message: error.message,
    text: String(error),
    shapeId: Object.hasOwn(Class, 'shapeId') ? Reflect.get(Class, 'shapeId') : undefined,
    prototype: Object.getPrototypeOf(error) === Class.prototype,
    instance: error instanceof Class && error instanceof base && error instanceof Error,
    base: Reflect.get(base, 'shapeId') as unknown,
  };
}

describe('the error classes in a bundle', () => {
  it('are the same as the SDK’s own, of every client, down to the order of their properties', async () => {
    const ours = await bundled('ours', [errorClassesPlugin]);
    const sdks = await bundled('sdks', []);
    expect(Object.keys(ours).length).toBeGreaterThan(500);
    const all = (errors: ErrorModule) =>
      Object.entries(errors).map(([name, Class]) => seen(name, Class));
    expect(all(ours)).toEqual(all(sdks));
  });

  it('are not taken for one another', async () => {
    const ours = await bundled('ours', [errorClassesPlugin]);
    const Throttled = ours['lambda.TooManyRequestsException'];
    const Denied = ours['lambda.InvalidParameterValueException'];
    if (Throttled === undefined || Denied === undefined)
      throw new Error('Lambda has no such error');
    expect(new Throttled({})).toBeInstanceOf(Throttled);
    expect(new Throttled({})).not.toBeInstanceOf(Denied);
  });

  const IMPORT = 'import { A as __BaseException } from "./A";\n';
  it.each([
    ['a class of another form', `${IMPORT}export class B extends __BaseException {}\n`],
    ['anything else', `${IMPORT}export const b = 1;\n`],
    ['no import', 'export const b = 1;\n'],
  ])('are refused when the SDK writes %s among them', (_, source) => {
    expect(withSharedMaker(source)).toBeUndefined();
  });
});
