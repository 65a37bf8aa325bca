import { inspect } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ListedCode } from '../../src/limits/list-functions.ts';
import { lastModified, listFunctions, versionNumber } from '../../src/limits/list-functions.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, jsonError, operationsOver, ScriptedWire } from '../aws/wire.ts';

const ACCOUNT = '222222222222';
const SECRET = 'hunter2-planted';

type Item = Readonly<Record<string, unknown>>;

function item(name: string, version: string, more: Item = {}): Item {
  return {
    FunctionName: name,
    FunctionArn: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${name}:${version}`,
    Version: version,
    CodeSize: 100,
    LastModified: '2024-02-15T15:26:22.890+0000',
    PackageType: 'Zip',
    Environment: { Variables: { PASSWORD: SECRET } },
    ...more,
  };
}

const layer = (account: string, name: string, version: number, size?: number): Item => ({
  Arn: `arn:aws:lambda:eu-west-1:${account}:layer:${name}:${version}`,
  ...(size === undefined ? {} : { CodeSize: size }),
});

const page = (items: readonly Item[], next?: string | null): WireAnswer =>
  json({ Functions: items, ...(next === undefined ? {} : { NextMarker: next }) });

function list(...answers: readonly WireAnswer[]): Promise<ListedCode> {
  return listFunctions(operationsOver(new ScriptedWire(...answers)));
}

/** Returns the function names, each with its published versions and the bytes of `$LATEST`. */
function shown({
  functions,
}: ListedCode): Readonly<Record<string, readonly [readonly number[], number]>> {
  return Object.fromEntries(
    functions.map(({ name, published, unpublishedBytes }) => [
      name,
      [[...published.ascending()].map(({ number }) => number), unpublishedBytes],
    ]),
  );
}

describe('the functions of an account and Region', () => {
  it('have another fingerprint when the number, size or date of any version changes, $LATEST too', async () => {
    const of = async (...items: readonly Item[]) => {
      const [first] = (await list(page(items))).functions;
      return first?.fingerprint();
    };
    const [latest, one] = [item('a', '$LATEST'), item('a', '1')];
    const later = { LastModified: '2024-02-15T15:26:23.890+0000' };
    const same = await of(latest, one);
    expect(await of(one, latest, one)).toBe(same);
    const others = await Promise.all([
      of(latest),
      of(latest, one, item('a', '2')),
      of(latest, item('a', '2')),
      of(latest, item('a', '1', { CodeSize: 101 })),
      of(latest, item('a', '1', later)),
      of(item('a', '$LATEST', later), one),
      of(item('a', '$LATEST', { CodeSize: 101 }), one),
    ]);
    expect(new Set([same, ...others]).size).toBe(8);
    const undated = { LastModified: undefined };
    expect(await of(item('a', '$LATEST', undated), one)).toBeUndefined();
    expect(await of(latest, item('a', '1', undated))).toBeUndefined();
    // Lambda gives a new revision without a change of code or configuration.
    expect(await of(latest, item('a', '1', { RevisionId: 'other' }))).toBe(same);
  });

  it('are read to the last page, in any order of their versions', async () => {
    const wire = new ScriptedWire(
      page([item('b', '10'), item('a', '$LATEST')], 'two words&more'),
      page([], 'third'),
      page([item('b', '9'), item('b', '100'), item('a', '1')], 'fourth'),
      page([item('b', '99'), item('b', '$LATEST')], null),
    );
    const listed = await listFunctions(operationsOver(wire));
    expect(shown(listed)).toEqual({ b: [[9, 10, 99, 100], 100], a: [[1], 100] });
    expect(wire.requests.map(({ path, query }) => [path, query])).toEqual([
      ['/2015-03-31/functions', { FunctionVersion: 'ALL' }],
      ['/2015-03-31/functions', { FunctionVersion: 'ALL', Marker: 'two words&more' }],
      ['/2015-03-31/functions', { FunctionVersion: 'ALL', Marker: 'third' }],
      ['/2015-03-31/functions', { FunctionVersion: 'ALL', Marker: 'fourth' }],
    ]);
  });

  it('may be none', async () => {
    const listed = await list(page([]));
    expect(listed.functions).toEqual([]);
    expect([listed.layers.own.layerVersions, listed.layers.foreign.layerVersions]).toEqual([0, 0]);
  });

  it('that are listed twice are counted once', async () => {
    const twice = [item('a', '$LATEST'), item('a', '1'), item('a', '2')];
    const listed = await list(page(twice, 'next'), page([item('a', '2'), item('a', '$LATEST')]));
    expect(shown(listed)).toEqual({ a: [[1, 2], 100] });
    expect(listed.functions[0]?.published.packageBytes()).toBe(200);
  });

  it('have bytes in $LATEST and other unpublished versions', async () => {
    const listed = await list(page([item('a', '$LATEST'), item('a', '$LATEST.PUBLISHED')]));
    expect(shown(listed)).toEqual({ a: [[], 200] });
  });

  it('that are container images hold no package', async () => {
    const image = { PackageType: 'Image', CodeSize: 0 };
    const listed = await list(page([item('a', '$LATEST', image), item('a', '1', image)]));
    expect(shown(listed)).toEqual({ a: [[1], 0] });
  });

  it('may have names of 64 characters and names of properties', async () => {
    const names = ['x-_'.repeat(21) + 'y', '__proto__', 'constructor'];
    const listed = await list(page(names.map((name) => item(name, '1'))));
    expect(listed.functions.map(({ name }) => name)).toEqual(names);
  });

  it.each<[string, Item, boolean]>([
    ['an edge replica', { MasterArn: 'arn:aws:lambda:us-east-1:222222222222:function:a:1' }, true],
    [
      'one with a capacity provider',
      { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: {} } },
      true,
    ],
    ['one that only its name shows to be a replica', { FunctionName: 'us-east-1.a' }, true],
    ['a plain one', {}, false],
    ['one whose master is null', { MasterArn: null, CapacityProviderConfig: null }, false],
  ])('mark what Lambda holds itself: %s', async (_what, more, held) => {
    const { functions } = await list(page([item('a', '1', more)]));
    expect([...(functions[0]?.published.ascending() ?? [])]).toMatchObject([
      { heldByLambda: held },
    ]);
  });

  it('keep no environment variables, code locations or other fields', async () => {
    const more = {
      Description: SECRET,
      Environment: { Variables: { PASSWORD: SECRET }, Error: { Message: SECRET } },
      KMSKeyArn: SECRET,
      Handler: SECRET,
      Layers: [{ ...layer(ACCOUNT, 'shared', 1, 5), SigningJobArn: SECRET }],
    };
    const listed = await list(page([item('a', '1', more), item('a', '$LATEST', more)]));
    expect(everythingIn(listed)).not.toContain(SECRET);
    expect(everythingIn(listed)).toContain('heldByLambda');
  });
});

describe('a listing is refused', () => {
  it.each<[string, WireAnswer]>([
    ['without functions', json({})],
    ['with nothing at all', { body: '' }],
    ['when a version has no name', page([item('a', '1', { FunctionName: null })])],
    ['when a version has no number', page([item('a', '1', { Version: null })])],
    ['when a version number is too large to be exact', page([item('a', '9007199254740993')])],
    ['when it is a page of something else', { body: '<html>Sign in</html>' }],
    ['when it breaks off', { body: '{"Functions":[{"FunctionName":"a","Environment":{"Variab' }],
  ])('%s', async (_what, answer) => {
    const listing = list(page([item('first', '1')], 'next'), answer);
    await expect(listing).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'lambda:ListFunctions' },
    });
    await expect(listing).rejects.not.toMatchObject({
      failure: { message: expect.stringContaining(SECRET) as unknown },
    });
  });

  it.each<[string, WireAnswer, string, number]>([
    ['AccessDeniedException', jsonError(403, 'AccessDeniedException'), 'denied', 1],
    ['ExpiredTokenException', jsonError(403, 'ExpiredTokenException'), 'credentials', 1],
    [
      'UnrecognizedClientException',
      jsonError(403, 'UnrecognizedClientException'),
      'credentials',
      1,
    ],
    ['TooManyRequestsException', jsonError(429, 'TooManyRequestsException'), 'throttled', 3],
    ['ServiceException', jsonError(500, 'ServiceException'), 'unavailable', 3],
    [
      'ECONNRESET',
      { broken: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) },
      'unavailable',
      3,
    ],
    [
      'TimeoutError',
      { broken: Object.assign(new Error('slow'), { name: 'TimeoutError' }) },
      'no-answer',
      3,
    ],
  ])('when its second page answers %s', async (errorName, answer, reason, attempts) => {
    await expect(list(page([item('a', '1')], 'next'), answer)).rejects.toMatchObject({
      failure: { reason, operation: 'lambda:ListFunctions', errorName, attempts },
    });
  });

  it('when its pages repeat themselves', async () => {
    await expect(list(page([item('a', '1')], 'again'))).rejects.toMatchObject({
      failure: { reason: 'malformed', message: 'the listing repeats a page token' },
    });
  });
});

describe('an unreadable item is counted with 0 bytes and does not fail the listing', () => {
  it.each<[string, number | string | null]>([
    ['missing', null],
    ['negative', -1],
    ['no number', 'NaN'],
    ['broken', 0.5],
  ])(
    'a version whose size is %s is counted, and said to be without a size',
    async (_what, size) => {
      const odd = [item('a', '1', { CodeSize: size }), item('a', '$LATEST', { CodeSize: size })];
      const listed = await list(page([item('a', '2'), ...odd]), page(odd));
      expect(shown(listed)).toEqual({ a: [[1, 2], 0] });
      expect(listed.functions[0]?.published.packageBytes()).toBe(100);
      expect(listed.functions[0]?.unsizedVersions).toBe(2);
    },
  );

  it.each<[string, Item]>([
    ['has no size', { Layers: [layer(ACCOUNT, 'l', 1)] }],
    ['has no name', { Layers: [{ CodeSize: 1 }] }],
    ['is named in another form', { Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:x', CodeSize: 1 }] }],
    ['may be of anyone', { FunctionArn: null, Layers: [layer(ACCOUNT, 'l', 1, 1)] }],
  ])('a layer that %s is in no sum, and said to be in none, once', async (_what, more) => {
    const { layers } = await list(page([item('a', '1', more), item('a', '2', more)]));
    expect([layers.own.layerVersions, layers.foreign.layerVersions]).toEqual([0, 0]);
    expect(layers.unattributed).toBe(1);
  });

  it("a layer of AWS itself, which has no account and no version, counts as no account's storage", async () => {
    const aws = { Arn: 'arn:aws:lambda:::awslayer:AmazonLinux1803' };
    const { layers } = await list(
      page([item('a', '1', { Layers: [aws, layer(ACCOUNT, 'l', 1, 5)] })]),
    );
    expect([layers.own.packageBytes, layers.foreign.layerVersions]).toEqual([5, 0]);
    expect(layers.unattributed).toBe(0);
  });
});

describe('the layers that functions attach', () => {
  const OTHER = '333333333333';

  it('are counted once by version, and layers of other accounts separately', async () => {
    const { layers } = await list(
      page([item('a', '1', { Layers: [layer(ACCOUNT, 'l', 1, 5), layer(OTHER, 'l', 1, 7)] })], 'n'),
      page([
        item('a', '2', { Layers: [layer(ACCOUNT, 'l', 1, 5), layer(ACCOUNT, 'l', 2, 50)] }),
        item('b', '1', { Layers: [layer(OTHER, 'l', 1, 7), layer(OTHER, 'm', 12, 70)] }),
      ]),
    );
    const { own, foreign } = layers;
    expect([own.layerVersions, own.packageBytes]).toEqual([2, 55]);
    expect([foreign.layerVersions, foreign.packageBytes]).toEqual([2, 77]);
  });
});

describe('the number of a version', () => {
  it.each([
    ['1', 1],
    ['10', 10],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('%s is %d', (text, number) => {
    expect(versionNumber(text)).toBe(number);
  });

  it('is not rounded when it is too large to be exact', () => {
    expect(() => versionNumber('9007199254740992')).toThrow('too large');
  });
});

describe('the date of a version', () => {
  it.each([
    ['2024-02-15T15:26:22.890+0000', '2024-02-15T15:26:22.890Z'],
    ['2024-02-15T15:26:22+0000', '2024-02-15T15:26:22.000Z'],
    ['2024-02-15T15:26:22.890Z', '2024-02-15T15:26:22.890Z'],
    ['2024-02-15T15:26:22.890+00:00', '2024-02-15T15:26:22.890Z'],
    ['2024-02-15T15:26:22.890+0530', '2024-02-15T09:56:22.890Z'],
    ['2024-02-15T15:26:22.890-0800', '2024-02-15T23:26:22.890Z'],
    ['2024-02-29T00:00:00.000+0000', '2024-02-29T00:00:00.000Z'],
    ['1970-01-01T00:00:00.000+0000', '1970-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(new Date(lastModified(text) ?? NaN).toISOString()).toBe(moment);
  });

  it.each([
    undefined,
    '',
    'yesterday',
    '2024-02-15',
    '2024-02-15T15:26:22.890',
    '2024-02-15 15:26:22.890+0000',
    '2024-02-15T15:26:22.890+00',
    '2024-02-15T15:26:22.890 GMT',
    '2024-02-15T15:26:22.890+9900',
    '2024-13-15T15:26:22.890+0000',
    '2024-02-15T25:26:22.890+0000',
    '0001-01-01T00:00:00.000+0000',
    '1708010782',
    '２０２４-02-15T15:26:22.890+0000',
    '2024-02-15T15:26:22.890+0000\n',
  ])('%j is none, so the version is kept', (text) => {
    expect(lastModified(text)).toBeUndefined();
  });

  it.each([
    '2024-02-30T00:00:00.000+0000',
    '2023-02-29T00:00:00.000+0000',
    '2024-04-31T00:00:00.000+0000',
  ])('%s, which no calendar has, is none', (text) => {
    expect(lastModified(text)).toBeUndefined();
  });

  it('is read as it was written, for every time', () => {
    const any = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(any, (date) => {
        expect(lastModified(date.toISOString().replace('Z', '+0000'))).toBe(date.getTime());
      }),
    );
  });
});

/** Returns all texts that a listing contains. */
function everythingIn({ functions, layers }: ListedCode): string {
  const rows = functions.map(({ name, published, unpublishedBytes }) => [
    name,
    [...published.ascending()],
    unpublishedBytes,
  ]);
  return JSON.stringify(rows) + inspect({ functions, layers }, { depth: 9, getters: true });
}
