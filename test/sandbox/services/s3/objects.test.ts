import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import type { DeleteObjectCommandInput, ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../../fixtures/one-region.ts';
import type { BucketWorld, RoleWorld } from '../../world.ts';
import { administrator, roleAllowing } from '../../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../../fixtures/one-region.ts';

closeAfterEach();

const Bucket = 'acme-state';
const target = { Bucket, Key: 'prune/lease.json' };

async function start(
  bucket: Partial<BucketWorld> = {},
  options: OneRegionOptions & { readonly role?: RoleWorld } = {},
) {
  const buckets = [{ name: Bucket, region: 'eu-west-1', isVersioned: true, ...bucket }];
  const account = { roles: [options.role ?? administrator], buckets };
  const { sandbox, settings } = await oneRegion({}, { ...options, account });
  const s3 = new S3Client(settings);
  const put = (Body: string) => s3.send(new PutObjectCommand({ ...target, Body }));
  const remove = (input: Partial<DeleteObjectCommandInput> = {}) =>
    s3.send(new DeleteObjectCommand({ ...target, ...input }));
  const keys = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, ...input }));
    return Contents.map(({ Key }) => Key);
  };
  return { sandbox, s3, put, remove, keys };
}

const noSuchKey = { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } };

describe.each(['in process', 'http'])('deleting and listing objects %s', (transport) => {
  it('hides an object behind a delete marker, and shows it again when the marker is deleted', async () => {
    const { s3, put, remove, keys } = await start({}, { transport });
    const { VersionId: first } = await put('one');
    const marker = await remove();
    expect(marker).toMatchObject({ DeleteMarker: true, $metadata: { httpStatusCode: 204 } });
    await expect(s3.send(new GetObjectCommand(target))).rejects.toMatchObject(noSuchKey);
    await expect(s3.send(new HeadObjectCommand(target))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
    expect(await keys()).toEqual([]);
    await expect(s3.send(new ListObjectVersionsCommand({ Bucket }))).resolves.toMatchObject({
      Versions: [{ VersionId: first, IsLatest: false }],
      DeleteMarkers: [{ VersionId: marker.VersionId, IsLatest: true }],
    });
    await expect(
      s3.send(new GetObjectCommand({ ...target, VersionId: marker.VersionId })),
    ).rejects.toMatchObject({ name: 'MethodNotAllowed' });

    await remove({ VersionId: marker.VersionId });
    expect(await keys()).toEqual([target.Key]);
    await remove({ VersionId: first });
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toBeUndefined();
  });

  it('lists keys in the order of their bytes, in pages', async () => {
    const objects = Object.fromEntries(
      Array.from({ length: 25 }, (_, i) => [`plans/${String(i).padStart(4, '0')} & <ä>`, 'x']),
    );
    const { s3, sandbox } = await start({ objects }, { transport });
    const found: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: s3, pageSize: 10 }, { Bucket });
    for await (const { Contents = [] } of pages) found.push(...Contents.map(({ Key }) => Key));
    expect(found).toEqual(Object.keys(objects));
    expect(sandbox.calls.count()).toBe(3);
  });
});

describe('PutObject with a digest', () => {
  it.each([
    ['its own', 'uKn3Fdu2T9XFbneDxoIKYQ==', 'stored'],
    ['another one', 'AAAAAAAAAAAAAAAAAAAAAA==', 'BadDigest'],
  ])('accepts content only with %s', async (_, ContentMD5, expected) => {
    const { s3, keys } = await start();
    const answer = await s3.send(new PutObjectCommand({ ...target, Body: 'two', ContentMD5 })).then(
      () => 'stored',
      (error: unknown) => (error instanceof Error ? error.name : error),
    );
    expect(answer).toBe(expected);
    expect(await keys()).toEqual(expected === 'stored' ? [target.Key] : []);
  });

  it('is denied without the permission to write, whatever the digest', async () => {
    const role = roleAllowing('reader', ['s3:GetObject', 's3:ListBucket']);
    const { s3 } = await start({}, { role });
    await expect(
      s3.send(
        new PutObjectCommand({ ...target, Body: 'two', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      ),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('DeleteObject', () => {
  it('deletes an object permanently in a bucket without versions', async () => {
    const { s3, put, remove } = await start({ isVersioned: false });
    await put('one');
    const answer = await remove();
    expect(answer.DeleteMarker).toBeUndefined();
    await expect(s3.send(new GetObjectCommand(target))).rejects.toMatchObject(noSuchKey);
    const { DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(DeleteMarkers).toBeUndefined();
  });

  it('does not say whether the object existed', async () => {
    const { remove } = await start({ isVersioned: false });
    await expect(remove()).resolves.toMatchObject({ $metadata: { httpStatusCode: 204 } });
  });

  it('deletes conditionally only the version that was read', async () => {
    const { put, remove, keys } = await start();
    const { ETag: read } = await put('mine');
    const { ETag: current } = await put("another's");
    await expect(remove({ IfMatch: read })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    expect(await keys()).toHaveLength(1);
    await remove({ IfMatch: current });
    await expect(remove({ IfMatch: '*' })).rejects.toMatchObject(noSuchKey);
  });

  it('lets the key be written again like a new one', async () => {
    const { s3, put, remove } = await start();
    await put('one');
    await remove();
    await expect(
      s3.send(new PutObjectCommand({ ...target, Body: 'two', IfNoneMatch: '*' })),
    ).resolves.toBeDefined();
  });

  it('needs s3:GetObject too when it compares an ETag, and another permission for versions', async () => {
    const role = roleAllowing('deleter', ['s3:DeleteObject', 's3:ListBucket', 's3:PutObject']);
    const { put, remove } = await start({}, { role });
    const { ETag, VersionId } = await put('one');
    await expect(remove({ IfMatch: ETag })).rejects.toMatchObject({
      message: expect.stringContaining('s3:GetObject on resource'),
    });
    await expect(remove({ VersionId })).rejects.toMatchObject({
      message: expect.stringContaining('s3:DeleteObjectVersion on resource'),
    });
    await expect(remove({ IfMatch: '*' })).resolves.toBeDefined();
  });
});

describe('ListObjectsV2', () => {
  const objects = { 'a/1': '', 'a/2': '', 'b/1/x': '', c: 'yes', B: '' };

  it('groups keys that contain the delimiter', async () => {
    const { s3, keys } = await start({ objects });
    const top = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(top.CommonPrefixes).toEqual([{ Prefix: 'a/' }, { Prefix: 'b/' }]);
    expect(top.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['B', 0],
      ['c', 3],
    ]);
    expect(top.KeyCount).toBe(4);
    expect(await keys({ Prefix: 'a/', Delimiter: '/' })).toEqual(['a/1', 'a/2']);
  });

  it('never shows a prefix on two pages', async () => {
    const { s3 } = await start({ objects });
    const seen: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket, Delimiter: '/' });
    for await (const { Contents = [], CommonPrefixes = [] } of pages) {
      seen.push(...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix));
    }
    expect(seen).toEqual(['B', 'a/', 'b/', 'c']);
  });

  it('begins after a key, and refuses a foreign token', async () => {
    const { keys, s3 } = await start({ objects });
    expect(await keys({ StartAfter: 'a/1' })).toEqual(['a/2', 'b/1/x', 'c']);
    const behind = { Bucket, StartAfter: 'a/1', Delimiter: '/' };
    await expect(s3.send(new ListObjectsV2Command(behind))).resolves.toMatchObject({
      CommonPrefixes: [{ Prefix: 'a/' }, { Prefix: 'b/' }],
    });
    await expect(keys({ ContinuationToken: '?' })).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it('may be allowed for one prefix only', async () => {
    const list = roleAllowing('lister', 's3:ListBucket');
    const Condition = { StringLike: { 's3:prefix': 'a/*' } };
    const Statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*', Condition };
    const role = { ...list, policies: [{ Version: '2012-10-17', Statement }] };
    const { keys } = await start({ objects }, { role });
    expect(await keys({ Prefix: 'a/' })).toHaveLength(2);
    for (const input of [{}, { Prefix: 'b/' }]) {
      await expect(keys(input)).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });
});
