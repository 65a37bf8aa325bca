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

/** Several people at once may delay each other. */
const ATTEMPTS = 8;
const PAUSE_MS = 200;

export type ChangedMutes =
  | { readonly kind: 'stored'; readonly entries: MuteEntries }
  | Extract<LoadedMutes, { readonly kind: 'not-understood' }>
  /** Every attempt lost to another change, or S3 refuses. */
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The mutes of one deployment, as one S3 object. Rejects only for bugs. */
export interface MuteStore {
  /** Without the entries that expired long ago. */
  load(): Promise<LoadedMutes>;
  /**
   * Stores the entries that `change` returns; if others changed them meanwhile, calls `change` again. Where
   * it returns the same entries, nothing is stored.
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
    const parsed = parseMutes(decoded(read.bytes), deployment, now);
    return parsed.kind === 'entries'
      ? { kind: 'found', entries: shownAt(parsed.entries, now), tag: read.tag }
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
      // The answer to an attempt of the SDK may have been lost.
      const current = await object.read();
      if (current.kind === 'read' && decoded(current.bytes) === body) {
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

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Without mutes that expired long ago, which the next change drops. */
function shownAt({ mutes, unreadable }: MuteEntries, now: Instant): MuteEntries {
  return {
    mutes: mutes.filter(({ until }) => until + EXPIRED_MUTE_DAYS * DAY_MS > now),
    unreadable,
  };
}

/** With more mutes, alerts are practically off. */
export const MOST_MUTES = 200;
const ID_DIGITS = 6;

/** The entries after a change: the same object where nothing changes. */
export interface MuteChange {
  readonly entries: MuteEntries;
  readonly changed: readonly string[];
  readonly refusal?:
    { readonly kind: 'too-many' } | { readonly kind: 'absent'; readonly ids: readonly string[] };
}

/** The entries with `mute`, under an unused id. */
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

/** The entries without these ids, of damaged entries too; all or none. */
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

function freeId(taken: ReadonlySet<string>, chance: () => number): string {
  const all = 16 ** ID_DIGITS;
  for (let at = Math.floor(chance() * all); ; at = (at + 1) % all) {
    const id = `m-${at.toString(16).padStart(ID_DIGITS, '0')}`;
    if (!taken.has(id)) return id;
  }
}
