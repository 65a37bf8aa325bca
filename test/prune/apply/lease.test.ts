import { Readable } from 'node:stream';

import type { HttpRequest } from '@smithy/core/protocols';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';

import { accountId } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import type { Lease } from '../../../src/prune/ports.ts';
import { LEASE_MS, leases } from '../../../src/prune/apply/lease.ts';
import { JumpingClock, START } from '../../aws/clocks.ts';
import type { SentRequest, WireAnswer } from '../../aws/wire.ts';
import { clientOver, EU_WEST_1, ScriptedWire, xmlError } from '../../aws/wire.ts';

/** Answers with a stream, as S3 does. */
class StreamingWire extends ScriptedWire {
  override async handle(request: HttpRequest) {
    const { response } = await super.handle(request);
    response.body = Readable.from([response.body]);
    return { response };
  }
}

/**
 * One object of S3 with conditional writes.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
class OneObject {
  text: string | undefined;
  #version = 0;
  readonly requests: SentRequest[] = [];
  readonly client = clientOver(S3Client, new StreamingWire((request) => this.#answer(request)));

  #answer(request: SentRequest): WireAnswer {
    this.requests.push(request);
    const { headers, body } = request;
    const etag = `"${this.#version}"`;
    if (body === '') {
      if (this.text === undefined) return xmlError(404, 'NoSuchKey');
      return { body: this.text, headers: { etag } };
    }
    const isMet =
      headers['if-none-match'] === '*' ? this.text === undefined : headers['if-match'] === etag;
    if (!isMet) return xmlError(412, 'PreconditionFailed');
    this.put(body);
    return {};
  }

  put(text: string): void {
    this.text = text;
    this.#version += 1;
  }
}

const leaseText = (runId: unknown, until: unknown) => JSON.stringify({ runId, until });

function setting(text?: string) {
  const object = new OneObject();
  if (text !== undefined) object.put(text);
  const clock = new JumpingClock();
  const ignored: string[] = [];
  const take = (runId: string, until = START + LEASE_MS): Promise<Lease> =>
    leases(object.client, { bucket: 'b', prefix: 'p', runId }, clock, ({ code }) =>
      ignored.push(code),
    )(accountId('111111111111'), EU_WEST_1, instant(until));
  return { object, clock, ignored, take };
}

async function release(lease: Lease): Promise<void> {
  if (lease.kind !== 'held') throw new Error('the lease is not held');
  await lease.release();
}

describe('a lease', () => {
  it('that no run has is taken with one read and one write', async () => {
    const { object, ignored, take } = setting();
    expect(await take('one')).toMatchObject({ kind: 'held' });
    expect(object.requests).toHaveLength(2);
    expect(JSON.parse(object.text ?? '')).toMatchObject({ runId: 'one', until: START + LEASE_MS });
    expect(ignored).toEqual([]);
  });

  it('of another run is busy until the moment that it expires', async () => {
    const { object, clock, ignored, take } = setting(leaseText('two', START + 5));
    const before = object.text;
    expect(await take('one')).toEqual({ kind: 'busy', runId: 'two', until: START + 5 });
    expect(object.text).toBe(before);
    clock.at += 5;
    expect(await take('one')).toMatchObject({ kind: 'held' });
    expect(ignored).toEqual([]);
  });

  it('of the same run is taken again', async () => {
    const { object, ignored, take } = setting(leaseText('one', START + 5));
    expect(await take('one')).toMatchObject({ kind: 'held' });
    expect(object.requests).toHaveLength(2);
    expect(JSON.parse(object.text ?? '')).toMatchObject({ until: START + LEASE_MS });
    expect(ignored).toEqual([]);
  });

  it('may be longer by a minute, for clocks that differ, and no more', async () => {
    const longest = START + LEASE_MS + 60_000;
    expect(await setting(leaseText('two', longest)).take('one')).toMatchObject({ kind: 'busy' });
    const { ignored, take } = setting(leaseText('two', longest + 1));
    expect(await take('one')).toMatchObject({ kind: 'held' });
    expect(ignored).toEqual(['lease-not-ours']);
  });

  it.each([
    '{',
    'null',
    '1',
    '"a"',
    '[]',
    leaseText(1, START + 5),
    leaseText(undefined, START + 5),
    leaseText('two', '2026'),
    leaseText('two', undefined),
    '{"runId":"two","until":1e99}',
    '{"runId":"two","until":-1e99}',
  ])('that no run can have written is ignored, and reported: %s', async (text) => {
    const { ignored, take } = setting(text);
    expect(await take('one')).toMatchObject({ kind: 'held' });
    expect(ignored).toEqual(['lease-not-ours']);
  });

  it('that another run writes in between is busy, and names that run', async () => {
    for (const [text, runId] of [
      [leaseText('two', START + 5), 'two'],
      ['{', 'unknown'],
      [undefined, 'unknown'],
    ] as const) {
      const { object, take } = setting(leaseText('old', START - 1));
      const taking = take('one');
      const { client } = object;
      client.middlewareStack.add(
        (next, { commandName }) =>
          (args) => {
            if (commandName === 'PutObjectCommand') {
              object.put(text ?? '');
              object.text = text;
            }
            return next(args);
          },
        { step: 'initialize' },
      );
      expect(await taking).toMatchObject({ kind: 'busy', runId });
    }
  });

  it('is released by setting its end to the past', async () => {
    const { object, take } = setting();
    await release(await take('one'));
    expect(JSON.parse(object.text ?? '')).toMatchObject({ runId: 'one', until: 0 });
  });

  it.each([
    ['another run has it, until the same moment', leaseText('two', START + LEASE_MS)],
    ['a later slice of the run has it', leaseText('one', START + LEASE_MS + 1)],
    ['it cannot be read', '{'],
    ['it is gone', undefined],
  ])('is not released where %s', async (_, text) => {
    const { object, take } = setting();
    const lease = await take('one');
    object.put(text ?? '');
    object.text = text;
    await release(lease);
    expect(object.text).toBe(text);
  });
});
