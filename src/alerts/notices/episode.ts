import type { AlertSettings } from '../../model/configuration.ts';
import type { AlertLevel } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, MINUTE_MS } from '../../model/time.ts';

/** The memory of an open alert of any kind. */
export interface Episode {
  readonly since: Instant;
  /** When it was last sent. */
  readonly toldAt: Instant;
  readonly muted: boolean;
  /** Never sent, since a mute covers it. */
  readonly neverTold?: true;
}

export type EpisodeChange = 'raised' | 'escalated' | 'eased' | 'reminded' | 'recovered';

export type ReminderSettings = Pick<AlertSettings, 'remindCriticalHours' | 'remindWarnHours'>;

export interface EpisodeInput {
  readonly open:
    | (Pick<Episode, 'since' | 'toldAt'> & Partial<Episode> & { readonly level?: AlertLevel })
    | undefined;
  /** `undefined`: nothing is wrong. */
  readonly level: AlertLevel | undefined;
  readonly isMuted?: boolean;
  /** Whether the end of a mute sends an alert again only where it was last sent as muted. */
  readonly onlyIfSentMuted?: boolean;
  /** News other than the level that does not wait for the reminder. */
  readonly hasNews?: boolean;
  readonly settings: ReminderSettings;
  readonly now: Instant;
}

export interface EpisodeStep {
  /** Absent: nothing is sent. */
  readonly change?: EpisodeChange | undefined;
  readonly since: Instant;
  /** The memory after `change` was accepted; absent: nothing is open. */
  readonly sent?: Episode;
  /** The memory until a message is accepted; absent: nothing is open. */
  readonly unsent?: Episode;
  /** Whether it is sent because a mute has ended. */
  readonly afterMute?: true | undefined;
}

const LEVELS: readonly AlertLevel[] = ['warn', 'critical'];

/**
 * The next step of one alert. While muted, it keeps its state; it is sent with the next message to its group,
 * or when the mute ends. An alert that was never sent ends without a message; the end of any other is sent,
 * muted or not.
 */
export function nextStep(input: EpisodeInput): EpisodeStep {
  const { open, level, isMuted = false, onlyIfSentMuted = false, now } = input;
  const shown = open?.neverTold === true ? undefined : open;
  const since = open?.since ?? now;
  if (level === undefined) return { since, change: shown && 'recovered' };
  const wasMuted = shown?.muted ?? false;
  const isUnmuted = wasMuted && !isMuted;
  const change = shown === undefined ? 'raised' : changeOf(shown, level, isUnmuted, input);
  const toldAt = open?.toldAt ?? now;
  return {
    change,
    since,
    sent: { since, toldAt: now, muted: isMuted },
    unsent:
      shown === undefined
        ? { since, toldAt, muted: isMuted, neverTold: true }
        : { since, toldAt, muted: onlyIfSentMuted ? wasMuted : isMuted },
    afterMute: isUnmuted || undefined,
  };
}

function changeOf(
  { level: before, toldAt }: Pick<Episode, 'toldAt'> & { readonly level?: AlertLevel },
  level: AlertLevel,
  isUnmuted: boolean,
  { hasNews = false, settings, now }: EpisodeInput,
): EpisodeChange | undefined {
  if (before !== undefined && before !== level) {
    return LEVELS.indexOf(level) > LEVELS.indexOf(before) ? 'escalated' : 'eased';
  }
  const { remindCriticalHours, remindWarnHours } = settings;
  const hours = level === 'critical' ? remindCriticalHours : remindWarnHours;
  const isDue = now - toldAt >= hours * HOUR_MS - REMINDER_TOLERANCE_MS;
  return isUnmuted || hasNews || isDue ? 'reminded' : undefined;
}

/**
 * A reminder may come so much early: a run decides up to 15 minutes after its start, and a quicker run must
 * not wait a whole interval more.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const REMINDER_TOLERANCE_MS = 15 * MINUTE_MS;
