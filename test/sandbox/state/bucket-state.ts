import { createHash } from 'node:crypto';
import type { BucketWorld } from '../world.ts';

/** One version of an object, or a delete marker. */
export interface StoredObject {
  readonly key: string;
  /** The version's id; in buckets without versioning the text `null`, as S3 writes it. */
  readonly versionId: string;
  readonly body: Uint8Array;
  /** The entity tag, with its quotes. */
  readonly etag: string;
  /** When the version was written, in epoch milliseconds. */
  readonly modifiedAt: number;
  readonly contentType: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether this is a delete marker, which has no body. */
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
      // A copy, because the caller may reuse its buffer.
      body: Uint8Array.from(body),
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      modifiedAt: now,
      isDeleteMarker: false,
    });
  }

  /**
   * Adds a delete marker and returns it; in a bucket without versioning removes the object and returns undefined.
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

  /** Removes a version and returns it; undefined when it does not exist. */
  removeVersion(key: string, versionId: string): StoredObject | undefined {
    const removed = this.find(key, versionId);
    const kept = (this.#objects.get(key) ?? []).filter((version) => version !== removed);
    if (kept.length > 0) this.#objects.set(key, kept);
    else this.#objects.delete(key);
    return removed;
  }

  /** Returns the version with this id; without an id the current version, which may be a delete marker. */
  find(key: string, versionId?: string): StoredObject | undefined {
    const versions = this.#objects.get(key) ?? [];
    return versionId === undefined
      ? versions[0]
      : versions.find((version) => version.versionId === versionId);
  }

  /** Returns the current version; undefined when it is a delete marker or the object does not exist. */
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

  /** Returns all versions of all keys with the prefix: keys in order of their bytes, versions newest first. */
  versions(prefix = ''): readonly (StoredObject & { readonly isLatest: boolean })[] {
    return [...this.#objects]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .flatMap(([, versions]) =>
        versions.map((version, index) => ({ ...version, isLatest: index === 0 })),
      );
  }
}
