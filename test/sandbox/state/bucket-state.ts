import { createHash } from 'node:crypto';
import type { BucketWorld } from '../world.ts';

/** One version of an object. */
export interface StoredObject {
  readonly key: string;
  /** `null` in buckets without versioning, as S3 writes it. */
  readonly versionId: string;
  readonly body: Uint8Array;
  /** With its quotes. */
  readonly etag: string;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A bucket and the versions of its objects, the newest first. */
export class BucketState {
  readonly world: BucketWorld;
  readonly accountId: string;
  readonly region: string;
  readonly createdAt: number;
  readonly #objects = new Map<string, StoredObject[]>();
  #written = 0;

  constructor(world: BucketWorld, accountId: string, defaultRegion: string, now: number) {
    this.world = world;
    this.accountId = accountId;
    this.region = world.region ?? defaultRegion;
    this.createdAt = now;
    for (const [key, text] of Object.entries(world.objects ?? {})) {
      this.put({ key, body: Buffer.from(text), now, contentType: undefined, metadata: {} });
    }
  }

  get name(): string {
    return this.world.name;
  }

  put(object: {
    readonly key: string;
    readonly body: Uint8Array;
    readonly now: number;
    readonly contentType: string | undefined;
    readonly metadata: Readonly<Record<string, string>>;
  }): StoredObject {
    this.#written += 1;
    const { key, body, now, contentType, metadata } = object;
    const isVersioned = this.world.isVersioned === true;
    const stored: StoredObject = {
      key,
      versionId: isVersioned ? `v${String(this.#written).padStart(31, '0')}` : 'null',
      // A copy: the caller may reuse its buffer.
      body: Uint8Array.from(body),
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      modifiedAt: now,
      contentType,
      metadata,
    };
    const older = isVersioned ? (this.#objects.get(key) ?? []) : [];
    this.#objects.set(key, [stored, ...older]);
    return stored;
  }

  find(key: string, versionId?: string): StoredObject | undefined {
    const versions = this.#objects.get(key) ?? [];
    return versionId === undefined
      ? versions[0]
      : versions.find((version) => version.versionId === versionId);
  }

  /** Every version of every key with the prefix: keys in order of their bytes, newest first. */
  versions(prefix = ''): readonly (StoredObject & { readonly isLatest: boolean })[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .flatMap(([, versions]) =>
        versions.map((version, index) => ({ ...version, isLatest: index === 0 })),
      );
  }
}
