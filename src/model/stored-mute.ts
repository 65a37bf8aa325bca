import type { Mute } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { Instant } from './time.ts';

/** The form of the id of a mute, which the command `unmute` takes: `m-` and 6 hexadecimal digits. */
export const MUTE_ID = /^m-[0-9a-f]{6}$/;

/** A mute that a command has made. It is stored in the state bucket. */
export interface StoredMute extends Mute {
  readonly id: string;
  readonly createdAt: Instant;
  /** Who made the mute, as stated and not verified. */
  readonly statedBy: string;
}

/** A stored mute that has no effect, since this version cannot read it. */
export interface UnreadableMute {
  /** The id that `unmute` takes: that of the entry or, if it has none, one made from its content. */
  readonly id: string;
  /** The first fault. It continues a sentence that begins with "The mute m-1a2b3c". */
  readonly problem: string;
  /** The entry as stored. It is written back unchanged when other entries change. */
  readonly stored: unknown;
}

export interface MuteEntries {
  readonly mutes: readonly StoredMute[];
  readonly unreadable: readonly UnreadableMute[];
}

/** Why stored mutes have no effect. */
export interface MuteProblem {
  /** Identifies the problem; the same in every run. */
  readonly key: string;
  /** Whole sentences. */
  readonly problem: string;
  readonly remedy: string;
}

export type LoadedMutes =
  | { readonly kind: 'found'; readonly entries: MuteEntries; readonly tag: string }
  | { readonly kind: 'missing' }
  /** `problem` continues a sentence that begins with "The stored mutes". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export const MOST_MUTE_DAYS = 90;

/** The number of days for which an expired mute is shown before it is removed. */
export const EXPIRED_MUTE_DAYS = 7;

/** The S3 key of the stored mutes, which only the mute function writes. */
export function mutesKey(deployment: string): string {
  return `${deployment}/mutes.json`;
}
