import type { AlertSettings } from '../../model/configuration.ts';
import type { AlertLevel } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, MINUTE_MS } from '../../model/time.ts';

/** The memory of an open alert. `muted`: muted in the last run or, with `onlyIfSentMuted`, in its last message. */
export interface Episode {
  readonly since: Instant;
  /** When a message about the alert was last sent; if none was sent, when the alert was raised. */
  readonly toldAt: Instant;
  readonly muted: boolean;
  /** Set while no message about the alert was sent, because a mute covered it. */
  readonly neverTold?: true;
}

/** How an alert has changed since its last message. `eased`: from critical to warning. */
export type EpisodeChange = 'raised' | 'escalated' | 'eased' | 'reminded' | 'recovered';

export type ReminderSettings = Pick<AlertSettings, 'remindCriticalHours' | 'remindWarnHours'>;

export interface EpisodeInput {
  readonly open:
    | (Pick<Episode, 'since' | 'toldAt'> & Partial<Episode> & { readonly level?: AlertLevel })
    | undefined;
  /** The current level; undefined when nothing is wrong. */
  readonly level: AlertLevel | undefined;
  readonly isMuted?: boolean;
  /** When true, the end of a mute repeats the alert only if its last message was marked as muted. */
  readonly onlyIfSentMuted?: boolean;
  /** Whether something other than the level has changed that must not wait for the reminder. */
  readonly hasNews?: boolean;
  readonly settings: ReminderSettings;
  readonly now: Instant;
}

export interface EpisodeStep {
  /** What to send; undefined when nothing is sent. */
  readonly change?: EpisodeChange | undefined;
  readonly since: Instant;
  /** The memory once the message is accepted; absent when the alert has ended. */
  readonly sent?: Episode;
  /** The memory until a message is accepted; absent when the alert has ended. */
  readonly unsent?: Episode;
  /** Set when the change is sent because a mute has ended. */
  readonly afterMute?: true | undefined;
}

const LEVELS: readonly AlertLevel[] = ['warn', 'critical'];

/**
 * Returns the next step of one alert. While muted, an alert keeps its state; it is sent with the next message
 * to its group, or when the mute ends. An alert that was never sent ends without a message. The end of any
 * other alert is sent, even when muted.
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
 * How much earlier than configured a reminder may be sent: the longest time from the start of a run to its decision.
 * Without this, a run that decides sooner after its start than the last one would leave the reminder to the next run.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const REMINDER_TOLERANCE_MS = 15 * MINUTE_MS;
