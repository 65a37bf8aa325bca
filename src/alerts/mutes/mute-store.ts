import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { StateObject } from '../../aws/state-object.ts';
import type { ConfigurationFile, Mute } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { LoadedMutes, MuteEntries, StoredMute } from '../../model/stored-mute.ts';
import { EXPIRED_MUTE_DAYS, mutesKey } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import { encodeMutes, parseMutes } from './mutes-json.ts';

/** With several people at once, each may lose as often as there are others. */
const ATTEMPTS = 8;
const PAUSE_MS = 200;

/** What became of a change: the entries as they are stored now, or why nothing was changed. */
export type ChangedMutes =
  | { readonly kind: 'stored'; readonly entries: MuteEntries }
  | Extract<LoadedMutes, { readonly kind: 'not-understood' }>
  /** After the last attempt; another change was always faster, or S3 refuses. */
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The mutes of one deployment, as one S3 object. Rejects only for bugs: what S3 refuses is in the answers. */
export interface MuteStore {
  /** Without the entries that expired long ago. */
  load(): Promise<LoadedMutes>;
  /**
   * Stores the entries that `change` returns, unless they were changed since they were read; then `change`
   * is called again. Where it returns the entries themselves, nothing is stored.
   */
  change(change: (entries: MuteEntries) => MuteEntries): Promise<ChangedMutes>;
}

export function muteStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
): MuteStore {
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new StateObject(s3, state.bucket, mutesKey(deployment));
  return new S3MuteStore(object, deployment, connection);
}

const NONE: MuteEntries = { mutes: [], unreadable: [] };

class S3MuteStore implements MuteStore {
  readonly #object: StateObject;
  readonly #deployment: string;
  readonly #world: Pick<Connection, 'clock' | 'chance'>;

  constructor(
    object: StateObject,
    deployment: string,
    world: Pick<Connection, 'clock' | 'chance'>,
  ) {
    this.#object = object;
    this.#deployment = deployment;
    this.#world = world;
  }

  async load(): Promise<LoadedMutes> {
    const read = await this.#object.read();
    if (read.kind !== 'read') return read;
    const now = this.#world.clock.now();
    const parsed = parseMutes(new TextDecoder().decode(read.bytes), this.#deployment, now);
    return parsed.kind === 'entries'
      ? { kind: 'found', entries: shownAt(parsed.entries, now), tag: read.tag }
      : parsed;
  }

  async change(change: (entries: MuteEntries) => MuteEntries): Promise<ChangedMutes> {
    const { clock, chance } = this.#world;
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await this.load();
      if (loaded.kind === 'failed' || loaded.kind === 'not-understood') return loaded;
      const before = loaded.kind === 'found' ? loaded.entries : NONE;
      const entries = change(before);
      if (entries === before) return { kind: 'stored', entries };
      const body = encodeMutes(entries, this.#deployment, clock.now());
      const replaced = loaded.kind === 'found' ? { tag: loaded.tag } : 'nothing';
      const written = await this.#object.write(body, replaced);
      if (written.kind === 'written') return { kind: 'stored', entries };
      // The answer to an attempt of the SDK may have been lost after S3 had stored it.
      if (await this.#holds(body)) return { kind: 'stored', entries };
      if (written.kind === 'failed' || attempt === ATTEMPTS) {
        return { kind: 'failed', failure: written.failure };
      }
      await clock.sleep(PAUSE_MS * attempt * (0.5 + chance()));
    }
  }

  async #holds(body: string): Promise<boolean> {
    const current = await this.#object.read();
    return current.kind === 'read' && new TextDecoder().decode(current.bytes) === body;
  }
}

/** Without what expired long ago. The next change drops it from the store. */
function shownAt({ mutes, unreadable }: MuteEntries, now: Instant): MuteEntries {
  return {
    mutes: mutes.filter(({ until }) => until + EXPIRED_MUTE_DAYS * DAY_MS > now),
    unreadable,
  };
}

/** More would be an alert system that is switched off by hand. */
export const MOST_MUTES = 200;
const ID_DIGITS = 6;

/** The entries after a change; the same object where nothing changes. */
export interface MuteChange {
  readonly entries: MuteEntries;
  /** Ids that were added or removed. */
  readonly changed: readonly string[];
  /** Why nothing changes. */
  readonly refusal?:
    { readonly kind: 'too-many' } | { readonly kind: 'absent'; readonly ids: readonly string[] };
}

/** With a mute more, under an id that none of them has. */
export function withMute(
  entries: MuteEntries,
  mute: Mute & Pick<StoredMute, 'statedBy'>,
  createdAt: Instant,
  chance: () => number,
): MuteChange {
  if (entries.mutes.length + entries.unreadable.length >= MOST_MUTES) {
    return { entries, changed: [], refusal: { kind: 'too-many' } };
  }
  const id = freeId(new Set(entries.mutes.map((one) => one.id)), chance);
  const added: StoredMute = { ...mute, id, createdAt };
  return { entries: { ...entries, mutes: [...entries.mutes, added] }, changed: [id] };
}

/** Without these, damaged ones among them; all or none. */
export function withoutMutes(entries: MuteEntries, ids: readonly string[]): MuteChange {
  const { mutes, unreadable } = entries;
  const there = new Set([...mutes, ...unreadable].map(({ id }) => id));
  const absent = ids.filter((id) => !there.has(id));
  if (absent.length > 0) return { entries, changed: [], refusal: { kind: 'absent', ids: absent } };
  const isLeft = ({ id }: { readonly id: string }) => !ids.includes(id);
  return {
    entries: { mutes: mutes.filter(isLeft), unreadable: unreadable.filter(isLeft) },
    changed: [...new Set(ids)],
  };
}

/** The first free one from a random place on. */
function freeId(taken: ReadonlySet<string>, chance: () => number): string {
  const all = 16 ** ID_DIGITS;
  for (let at = Math.floor(chance() * all); ; at = (at + 1) % all) {
    const id = `m-${at.toString(16).padStart(ID_DIGITS, '0')}`;
    if (!taken.has(id)) return id;
  }
}
