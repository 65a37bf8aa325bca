import type { Mute } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { Instant } from './time.ts';

/** `m-` and 6 hexadecimal digits: what `unmute` takes. */
export const MUTE_ID = /^m-[0-9a-f]{6}$/;

/** A mute that a command has made, in the state bucket. */
export interface StoredMute extends Mute {
  readonly id: string;
  readonly createdAt: Instant;
  /** As stated, not verified. */
  readonly statedBy: string;
}

/** A stored entry that mutes nothing, since this version cannot read it. */
export interface UnreadableMute {
  /** Its own id, or one made of its content: what `unmute` takes. */
  readonly id: string;
  /** The first fault; follows "The mute m-1a2b3c" in a sentence. */
  readonly problem: string;
  /** Kept as it is when other entries change. */
  readonly stored: unknown;
}

export interface MuteEntries {
  readonly mutes: readonly StoredMute[];
  readonly unreadable: readonly UnreadableMute[];
}

/** Why stored mutes do not mute. */
export interface MuteProblem {
  /** The same in every run. */
  readonly key: string;
  /** Whole sentences. */
  readonly problem: string;
  readonly remedy: string;
}

export type LoadedMutes =
  | { readonly kind: 'found'; readonly entries: MuteEntries; readonly tag: string }
  | { readonly kind: 'missing' }
  /** `problem` follows "The stored mutes" in a sentence. */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

export const MOST_MUTE_DAYS = 90;

/** An expired mute is shown so long, then dropped. */
export const EXPIRED_MUTE_DAYS = 7;

/** Only the mute function writes it. */
export function mutesKey(deployment: string): string {
  return `${deployment}/mutes.json`;
}
