import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import type { AccountWorld } from '../world.ts';
import type { Listening } from '../transport/http.ts';
import { virtualClock } from '../clock.ts';
import { administrator, roleAllowing } from '../fixtures/administrator.ts';
import { DEV, START, smallWorld } from '../fixtures/small-world.ts';
import type { Credentials } from '../sandbox.ts';
import { createSandbox } from '../sandbox.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

const stateBucket = { name: 'acme-state', region: 'eu-west-1', isVersioned: true };

async function start(
  dev: Partial<AccountWorld> = {},
  options: { region?: string; transport?: string; role?: string } = {},
) {
  const world = smallWorld({
    dev: { roles: [administrator], buckets: [stateBucket], ...dev },
    prod: { buckets: [{ name: 'prod-data', region: 'eu-west-1', objects: { a: 'x' } }] },
  });
  const sandbox = createSandbox(world, { clock: virtualClock(START) });
  if (options.transport === 'http') listening = await sandbox.listen();
  const clientWith = (credentials: Credentials) =>
    new S3Client({
      region: options.region ?? 'eu-west-1',
      maxAttempts: 1,
      credentials,
      ...(listening === undefined
        ? { requestHandler: sandbox.requestHandler() }
        : { endpoint: listening.url }),
    });
  const s3 = clientWith(sandbox.credentialsOf({ account: DEV, role: options.role ?? 'admin' }));
  return { sandbox, s3, clientWith };
}

const target = { Bucket: 'acme-state', Key: 'watch/state file+1.json' };

describe.each(['in process', 'http'])('restXml %s', (transport) => {
  it('lists buckets in pages', async () => {
    const { s3, sandbox } = await start({ bucketCount: 24 }, { transport });
    const names: (string | undefined)[] = [];
    for await (const page of paginateListBuckets({ client: s3 }, { MaxBuckets: 10 })) {
      names.push(...(page.Buckets ?? []).map(({ Name }) => Name));
    }
    expect(names).toHaveLength(25);
    expect(names.slice(0, 2)).toEqual(['acme-state', `shop-dev-${DEV}-00001`]);
    expect(new Set(names).size).toBe(25);
    expect(sandbox.calls.tally()).toEqual({ 's3:ListBuckets': 3 });
    const { Buckets } = await s3.send(new ListBucketsCommand({ Prefix: 'acme-' }));
    expect(Buckets).toEqual([
      { Name: 'acme-state', BucketRegion: 'eu-west-1', CreationDate: new Date(START) },
    ]);
  });

  it('writes, reads and lists versions of an object', async () => {
    const { s3, sandbox } = await start({}, { transport });
    const first = await s3.send(
      new PutObjectCommand({
        ...target,
        Body: '{"größe":1}',
        ContentType: 'application/json',
        Metadata: { run: 'r1' },
      }),
    );
    await sandbox.clock.sleep(1500);
    const second = await s3.send(
      new PutObjectCommand({ ...target, Body: Buffer.from('<two & a half>') }),
    );
    expect(first.ETag).toMatch(/^"[\da-f]{32}"$/);
    expect(second.VersionId).not.toBe(first.VersionId);

    const now = await s3.send(new GetObjectCommand(target));
    expect(await now.Body?.transformToString()).toBe('<two & a half>');
    expect(now).toMatchObject({ ETag: second.ETag, VersionId: second.VersionId });
    const then = await s3.send(new GetObjectCommand({ ...target, VersionId: first.VersionId }));
    expect(await then.Body?.transformToString()).toBe('{"größe":1}');
    expect(then).toMatchObject({
      ContentType: 'application/json',
      Metadata: { run: 'r1' },
      LastModified: new Date(START),
    });
    const head = await s3.send(new HeadObjectCommand(target));
    expect(head).toMatchObject({ ContentLength: 14, ETag: second.ETag });

    const list = await s3.send(new ListObjectVersionsCommand({ Bucket: target.Bucket }));
    expect(list.Versions).toMatchObject([
      { Key: target.Key, VersionId: second.VersionId, IsLatest: true, Size: 14 },
      { Key: target.Key, VersionId: first.VersionId, IsLatest: false },
    ]);
    expect(list.Versions?.[0]?.LastModified).toEqual(new Date(Date.parse(START) + 1500));
  });

  it('takes a stream as a body', async () => {
    const { s3 } = await start({}, { transport });
    const Body = Readable.from([Buffer.from('one '), Buffer.from('two')]);
    await s3.send(new PutObjectCommand({ ...target, Body, ContentLength: 7 }));
    const { Body: read } = await s3.send(new GetObjectCommand(target));
    expect(await read?.transformToString()).toBe('one two');
  });

  it('writes conditionally', async () => {
    const { s3 } = await start({}, { transport });
    const put = (condition: { IfMatch?: string | undefined; IfNoneMatch?: string }) =>
      s3.send(new PutObjectCommand({ ...target, Body: 'x', ...condition }));
    const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

    await expect(put({ IfMatch: '"none"' })).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
    const { ETag } = await put({ IfNoneMatch: '*' });
    await expect(put({ IfNoneMatch: '*' })).rejects.toMatchObject(failed);
    await expect(put({ IfMatch: ETag })).resolves.toMatchObject({ ETag });
    await s3.send(new PutObjectCommand({ ...target, Body: 'other' }));
    await expect(put({ IfMatch: ETag })).rejects.toMatchObject(failed);
    await expect(put({ IfNoneMatch: ETag ?? '' })).rejects.toMatchObject({
      name: 'NotImplemented',
    });
  });

  it('says that a key does not exist only to callers that may list the bucket', async () => {
    const reader = roleAllowing('reader', ['s3:GetObject', 's3:PutObject']);
    const { s3, sandbox, clientWith } = await start(
      { roles: [administrator, reader] },
      { transport },
    );
    const error: unknown = await s3.send(new GetObjectCommand(target)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NoSuchKey);
    await expect(s3.send(new HeadObjectCommand(target))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    const poor = clientWith(sandbox.credentialsOf({ account: DEV, role: 'reader' }));
    for (const command of [
      new GetObjectCommand(target),
      new PutObjectCommand({ ...target, Body: 'x', IfMatch: '"none"' }),
    ]) {
      await expect(poor.send(command)).rejects.toMatchObject({
        name: 'AccessDenied',
        $metadata: { httpStatusCode: 403 },
      });
    }
    await expect(poor.send(new HeadObjectCommand(target))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('ListBuckets', () => {
  it('without pages is rejected when the quota is above 10,000', async () => {
    const { s3 } = await start({ quotas: { 's3/L-DC2B2D3D': 10_001 }, bucketCount: 3 });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'InvalidRequest',
      $metadata: { httpStatusCode: 400 },
    });
    const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 10_000 }));
    expect(page.Buckets).toHaveLength(4);
  });

  it('refuses more than 10,000 a page', async () => {
    const { s3 } = await start();
    await expect(s3.send(new ListBucketsCommand({ MaxBuckets: 10_001 }))).rejects.toMatchObject({
      name: 'InvalidArgument',
    });
  });

  it('is denied in the words of S3', async () => {
    const { s3 } = await start({ roles: [roleAllowing('none', 'sts:*')] }, { role: 'none' });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:sts::${DEV}:assumed-role/none/sandbox is not authorized to perform: ` +
        's3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action',
    });
  });
});

describe('an object', () => {
  it('needs s3:GetObject too for a conditional write', async () => {
    const writer = roleAllowing('writer', 's3:PutObject');
    const { s3 } = await start({ roles: [writer] }, { role: 'writer' });
    await expect(s3.send(new PutObjectCommand({ ...target, Body: 'x' }))).resolves.toBeDefined();
    await expect(
      s3.send(new PutObjectCommand({ ...target, Body: 'x', IfNoneMatch: '*' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        's3:GetObject on resource: "arn:aws:s3:::acme-state/watch/state file+1.json"',
      ),
    });
  });

  it('of a version that does not exist answers 404', async () => {
    const { s3 } = await start();
    await expect(
      s3.send(new GetObjectCommand({ ...target, VersionId: 'nope' })),
    ).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('in a bucket of another account is denied, since that bucket allows no one', async () => {
    const { sandbox, clientWith } = await start({ roles: [administrator] });
    const other = clientWith(sandbox.credentialsOf({ account: DEV, role: 'admin' }));
    await expect(
      other.send(new GetObjectCommand({ Bucket: 'prod-data', Key: 'a' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because no resource-based policy allows'),
    });
  });

  it('in a bucket that does not exist, or of another Region, is refused with that reason', async () => {
    const { s3 } = await start({ buckets: [{ name: 'far', region: 'us-west-2' }] });
    await expect(s3.send(new GetObjectCommand({ Bucket: 'none', Key: 'a' }))).rejects.toMatchObject(
      { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } },
    );
    await expect(s3.send(new GetObjectCommand({ Bucket: 'far', Key: 'a' }))).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
    });
  });

  it('can be written by two callers that read the same version, and only the first wins', async () => {
    const { s3 } = await start();
    const { ETag } = await s3.send(new PutObjectCommand({ ...target, Body: '0' }));
    const results = await Promise.allSettled(
      ['1', '2', '3'].map((Body) =>
        s3.send(new PutObjectCommand({ ...target, Body, IfMatch: ETag })),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('may meet a conflict and an expired token in the words of S3', async () => {
    const { s3, sandbox } = await start();
    sandbox.faults.add({
      match: { operation: 'PutObject' },
      times: 1,
      effect: { kind: 'error', name: 'ConditionalRequestConflict', status: 409 },
    });
    const put = () => s3.send(new PutObjectCommand({ ...target, Body: 'x', IfNoneMatch: '*' }));
    await expect(put()).rejects.toMatchObject({
      name: 'ConditionalRequestConflict',
      $metadata: { httpStatusCode: 409 },
    });
    sandbox.faults.add({ match: {}, times: 1, effect: { kind: 'expired token' } });
    await expect(put()).rejects.toMatchObject({
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 400 },
    });
    sandbox.faults.add({ match: {}, times: 1, effect: { kind: 'throttle' } });
    await expect(put()).rejects.toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    });
    await expect(put()).resolves.toBeDefined();
  });

  it('with an unknown access key answers InvalidAccessKeyId', async () => {
    const { clientWith } = await start();
    const stranger = clientWith({
      accessKeyId: 'ASIANOBODY',
      secretAccessKey: 's',
      sessionToken: 't',
    });
    await expect(stranger.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
      $metadata: { httpStatusCode: 403 },
    });
  });
});
