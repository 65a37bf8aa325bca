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

/** The most attempts to write: each fails if another person has changed the mutes in between. */
const ATTEMPTS = 8;
const PAUSE_MS = 200;

export type ChangedMutes =
  | { readonly kind: 'stored'; readonly entries: MuteEntries }
  | Extract<LoadedMutes, { readonly kind: 'not-understood' }>
  /** Other people changed the mutes during every attempt, or S3 returned an error. */
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The stored mutes of one deployment, in one S3 object. AWS errors are returned, not thrown. */
export interface MuteStore {
  /** Reads the mutes, without those that expired more than `EXPIRED_MUTE_DAYS` ago. */
  load(): Promise<LoadedMutes>;
  /**
   * Stores the entries that `change` returns. If another person has changed the mutes in between, `change` is
   * called again with the new entries. Nothing is written when `change` returns the object that it received.
   */
  change(change: (entries: MuteEntries) => MuteEntries): Promise<ChangedMutes>;
}

const NONE: MuteEntries = { mutes: [], unreadable: [] };

export function muteStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
): MuteStore {
  const { clock, chance } = connection;
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new StateObject(s3, state.bucket, mutesKey(deployment));
  const load = async (): Promise<LoadedMutes> => {
    const read = await object.read();
    if (read.kind !== 'read') return read;
    const now = clock.now();
    const parsed = parseMutes(decodeText(read.bytes), deployment, now);
    return parsed.kind === 'entries'
      ? { kind: 'found', entries: withoutLongExpired(parsed.entries, now), tag: read.tag }
      : parsed;
  };
  const change = async (changeOf: (entries: MuteEntries) => MuteEntries): Promise<ChangedMutes> => {
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await load();
      if (loaded.kind === 'failed' || loaded.kind === 'not-understood') return loaded;
      const before = loaded.kind === 'found' ? loaded.entries : NONE;
      const entries = changeOf(before);
      if (entries === before) return { kind: 'stored', entries };
      const body = encodeMutes(entries, deployment, clock.now());
      const replaced = loaded.kind === 'found' ? { tag: loaded.tag } : 'nothing';
      const written = await object.write(body, replaced);
      if (written.kind === 'written') return { kind: 'stored', entries };
      // S3 may have stored the mutes although its answer was lost.
      const current = await object.read();
      if (current.kind === 'read' && decodeText(current.bytes) === body) {
        return { kind: 'stored', entries };
      }
      if (written.kind === 'failed' || attempt === ATTEMPTS) {
        return { kind: 'failed', failure: written.failure };
      }
      await clock.sleep(PAUSE_MS * attempt * (0.5 + chance()));
    }
  };
  return { load, change };
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Returns the entries without mutes that expired long ago; the next change removes them from S3. */
function withoutLongExpired({ mutes, unreadable }: MuteEntries, now: Instant): MuteEntries {
  return {
    mutes: mutes.filter(({ until }) => until + EXPIRED_MUTE_DAYS * DAY_MS > now),
    unreadable,
  };
}

/** The most stored mutes of a deployment; a further one is refused. With more, alerts would practically be off. */
export const MOST_MUTES = 200;
const ID_DIGITS = 6;

/** The result of adding or removing mutes. A refused change returns the original `entries`. */
export interface MuteChange {
  readonly entries: MuteEntries;
  /** The ids of the mutes that were added or removed. */
  readonly changed: readonly string[];
  readonly refusal?:
    { readonly kind: 'too-many' } | { readonly kind: 'absent'; readonly ids: readonly string[] };
}

/** Adds `mute` under an unused id. The change is refused when there are `MOST_MUTES` mutes already. */
export function withMute(
  entries: MuteEntries,
  mute: Mute & Pick<StoredMute, 'statedBy'>,
  createdAt: Instant,
  chance: () => number,
): MuteChange {
  if (entries.mutes.length + entries.unreadable.length >= MOST_MUTES) {
    return { entries, changed: [], refusal: { kind: 'too-many' } };
  }
  const id = unusedId(new Set(entries.mutes.map((one) => one.id)), chance);
  const added: StoredMute = { ...mute, id, createdAt };
  return { entries: { ...entries, mutes: [...entries.mutes, added] }, changed: [id] };
}

/** Removes the mutes with these ids, including unreadable ones. Refused when one of the ids does not exist. */
export function withoutMutes(entries: MuteEntries, ids: readonly string[]): MuteChange {
  const { mutes, unreadable } = entries;
  const existing = new Set([...mutes, ...unreadable].map(({ id }) => id));
  const absent = ids.filter((id) => !existing.has(id));
  if (absent.length > 0) return { entries, changed: [], refusal: { kind: 'absent', ids: absent } };
  const isKept = ({ id }: { readonly id: string }) => !ids.includes(id);
  return {
    entries: { mutes: mutes.filter(isKept), unreadable: unreadable.filter(isKept) },
    changed: [...new Set(ids)],
  };
}

function unusedId(usedIds: ReadonlySet<string>, chance: () => number): string {
  const all = 16 ** ID_DIGITS;
  for (let at = Math.floor(chance() * all); ; at = (at + 1) % all) {
    const id = `m-${at.toString(16).padStart(ID_DIGITS, '0')}`;
    if (!usedIds.has(id)) return id;
  }
}
