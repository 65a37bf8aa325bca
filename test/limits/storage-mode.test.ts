import { describe, expect, it } from 'vitest';

import { readStorageMode, withStorageModes } from '../../src/limits/storage-mode.ts';
import { summarise } from '../../src/limits/summarise-code.ts';
import type { CodeInventory, StorageMode } from '../../src/model/code-inventory.ts';
import { bytes, count } from '../../src/model/units.ts';
import { spellings } from '../aws/spellings.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, jsonError, operationsOver, ScriptedWire } from '../aws/wire.ts';

const SECRET = 'correct-horse-battery-staple';
const LINK = 'https://awslambda-eu-west-1-tasks.s3.example/code.zip?X-Amz-Signature=abc';
const OBJECT = { S3Bucket: 'code-of-222222222222', S3Key: 'orders.zip', S3ObjectVersion: 'v1' };

const answer = (code: unknown): WireAnswer =>
  json({
    Configuration: { FunctionName: 'orders', Environment: { Variables: { PASSWORD: SECRET } } },
    Code: code,
    Tags: { token: SECRET },
  });

const read = (given: WireAnswer): Promise<StorageMode> =>
  readStorageMode(operationsOver(new ScriptedWire(given)), 'orders');

describe('how the code of a function is stored', () => {
  it.each<[string, unknown, StorageMode]>([
    ['an object of its own bucket', { Location: LINK, ResolvedS3Object: OBJECT }, 'reference'],
    ['an object that Lambda cannot reach', { ResolvedS3Object: OBJECT }, 'reference'],
    ['only a package to download', { RepositoryType: 'S3', Location: LINK }, 'copy'],
    ['an error of Lambda', { Error: { ErrorCode: 'X', Message: 'no' } }, 'unknown'],
    ['a container image', { RepositoryType: 'ECR', ImageUri: 'registry/orders:1' }, 'unknown'],
    ['no code at all', undefined, 'unknown'],
  ])('with %s', async (_what, code, mode) => {
    await expect(read(answer(code))).resolves.toBe(mode);
  });

  it.each(spellings(jsonError))('is unknown, and no failure, on $errorName', async (spelling) => {
    await expect(read(spelling.answer)).resolves.toBe('unknown');
  });

  it('is unknown when the answer cannot be parsed', async () => {
    await expect(read({ body: `{"Code": ${SECRET}` })).resolves.toBe('unknown');
  });
});

describe('an inventory with storage modes', () => {
  const NONE = { layerVersions: 0, packageBytes: 0 };
  const inventory = (sizes: readonly number[]): CodeInventory =>
    summarise(
      sizes.map((size, at) => ({
        name: `f${at}`,
        versions: count(1),
        packageBytes: bytes(size),
        oldVersions: count(0),
        oldPackageBytes: bytes(0),
      })),
      NONE,
      NONE,
    );

  it('has the storage mode of the five largest functions and is otherwise unchanged', async () => {
    const wire = new ScriptedWire(answer({ Location: LINK }));
    const before = inventory([10, 90, 20, 80, 30, 70, 40, 60]);
    const after = await withStorageModes(operationsOver(wire), before);
    const asked = wire.requests.map(({ path }) => path.split('/').at(-1));
    expect(asked).toHaveLength(5);
    expect(new Set(asked)).toEqual(new Set(['f1', 'f3', 'f5', 'f6', 'f7']));
    expect(after.largest.map(({ storage }) => storage ?? '-').join(' ')).toBe(
      'copy copy copy copy copy - - -',
    );
    expect(after).toMatchObject(before);
  });

  it('has no storage mode of functions without package bytes, such as container images', async () => {
    const wire = new ScriptedWire(answer({ Location: LINK }));
    await withStorageModes(operationsOver(wire), inventory([0, 0, 5]));
    expect(wire.requests).toHaveLength(1);
  });

  it('holds neither the link to the code nor environment variables nor tags', async () => {
    const wire = new ScriptedWire(answer({ Location: LINK, ResolvedS3Object: OBJECT }));
    const after = await withStorageModes(operationsOver(wire), inventory([5]));
    const text = JSON.stringify(after);
    expect(text).toContain('"storage":"reference"');
    for (const planted of [SECRET, LINK, OBJECT.S3Bucket, OBJECT.S3Key]) {
      expect(text).not.toContain(planted);
    }
  });
});
