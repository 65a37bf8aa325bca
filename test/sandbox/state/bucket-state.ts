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
  /** What a delete leaves in a bucket with versions; it has no body. */
  readonly isDeleteMarker: boolean;
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
    const { body, now, ...rest } = object;
    return this.#add({
      ...rest,
      versionId: this.#nextVersionId(),
      // A copy: the caller may reuse its buffer.
      body: Uint8Array.from(body),
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      modifiedAt: now,
      isDeleteMarker: false,
    });
  }

  /**
   * Hides the object behind a delete marker, or removes it where the bucket keeps no versions.
   *
   * @returns the marker, if there is one
   */
  hide(key: string, now: number): StoredObject | undefined {
    if (this.world.isVersioned !== true) {
      this.#objects.delete(key);
      return undefined;
    }
    return this.#add({
      key,
      versionId: this.#nextVersionId(),
      body: new Uint8Array(),
      etag: '',
      modifiedAt: now,
      contentType: undefined,
      metadata: {},
      isDeleteMarker: true,
    });
  }

  /** @returns the version that is gone now, if there was one */
  removeVersion(key: string, versionId: string): StoredObject | undefined {
    const removed = this.find(key, versionId);
    const kept = (this.#objects.get(key) ?? []).filter((version) => version !== removed);
    if (kept.length > 0) this.#objects.set(key, kept);
    else this.#objects.delete(key);
    return removed;
  }

  /** The current version, also if it is a delete marker; or the one of an id. */
  find(key: string, versionId?: string): StoredObject | undefined {
    const versions = this.#objects.get(key) ?? [];
    return versionId === undefined
      ? versions[0]
      : versions.find((version) => version.versionId === versionId);
  }

  /** The object as a caller sees it who names no version. */
  current(key: string): StoredObject | undefined {
    const found = this.find(key);
    return found?.isDeleteMarker === true ? undefined : found;
  }

  #add(stored: StoredObject): StoredObject {
    const older = this.world.isVersioned === true ? (this.#objects.get(stored.key) ?? []) : [];
    this.#objects.set(stored.key, [stored, ...older]);
    return stored;
  }

  #nextVersionId(): string {
    this.#written += 1;
    const isVersioned = this.world.isVersioned === true;
    return isVersioned ? `v${String(this.#written).padStart(31, '0')}` : 'null';
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
