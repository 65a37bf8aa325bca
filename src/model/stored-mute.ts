import type { Mute } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { Instant } from './time.ts';

/** `m-` and 6 hexadecimal digits: what `unmute` takes. */
export const MUTE_ID = /^m-[0-9a-f]{6}$/;

/** A mute that a command has made and the mute function keeps in the state bucket. */
export interface StoredMute extends Mute {
  readonly id: string;
  readonly createdAt: Instant;
  /** Who made it, as the caller stated; not verified. */
  readonly statedBy: string;
}

/** A kept entry that mutes nothing, as it is not what this version understands. */
export interface UnreadableMute {
  /** Its own id, or one made of its content: what `unmute` takes. */
  readonly id: string;
  /** The first fault; goes on after "The mute m-1a2b3c". */
  readonly problem: string;
  /** As it is stored. A change of other entries keeps it. */
  readonly stored: unknown;
}

/** Every entry of the mutes that are kept. */
export interface MuteEntries {
  readonly mutes: readonly StoredMute[];
  readonly unreadable: readonly UnreadableMute[];
}

/** Why kept mutes do not mute, for people to know. */
export interface MuteProblem {
  /** The same for the same problem, in every run. */
  readonly key: string;
  /** Whole sentences. */
  readonly problem: string;
  readonly remedy: string;
}

/** What the state bucket holds of mutes. */
export type LoadedMutes =
  | { readonly kind: 'found'; readonly entries: MuteEntries; readonly tag: string }
  | { readonly kind: 'missing' }
  /** `problem` goes on after "The stored mutes". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The longest that a kept mute can last. */
export const MOST_MUTE_DAYS = 90;

/** How long an expired mute is still shown; then it is dropped. */
export const EXPIRED_MUTE_DAYS = 7;

/** Where a deployment keeps its mutes. Only the mute function writes it. */
export function mutesKey(deployment: string): string {
  return `${deployment}/mutes.json`;
}
