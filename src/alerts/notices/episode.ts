import type { AlertSettings } from '../../model/configuration.ts';
import type { AlertLevel } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, MINUTE_MS } from '../../model/time.ts';

/** The memory of an open alert, whatever it is about. */
export interface Episode {
  readonly since: Instant;
  /** When it was last sent. */
  readonly toldAt: Instant;
  readonly muted: boolean;
  /** No message has carried it yet, since a mute covers it. */
  readonly neverTold?: true;
}

export type EpisodeChange = 'raised' | 'escalated' | 'eased' | 'reminded' | 'recovered';

/** What differs from one kind of alert to another. */
export interface EpisodeRules<Change> {
  /** How its notices name each change. */
  readonly changes: Readonly<Record<EpisodeChange, Change>>;
  /** When the end of a mute sends it again: always, or only where the last message showed it as muted. */
  readonly afterMute: 'always' | 'if sent muted';
}

export type ReminderSettings = Pick<AlertSettings, 'remindCriticalHours' | 'remindWarnHours'>;

export interface EpisodeInput {
  readonly open:
    | (Pick<Episode, 'since' | 'toldAt'> & Partial<Episode> & { readonly level?: AlertLevel })
    | undefined;
  /** `undefined`: nothing is wrong any more. */
  readonly level: AlertLevel | undefined;
  readonly isMuted?: boolean;
  /** Whether there is news that does not wait for the reminder, besides the level. */
  readonly hasNews?: boolean;
  readonly settings: ReminderSettings;
  readonly now: Instant;
}

export interface EpisodeStep<Change> {
  /** Absent: nothing is sent. */
  readonly change?: Change;
  readonly since: Instant;
  /** The memory once `change` has been accepted; absent: nothing is open then. */
  readonly sent?: Episode;
  /** The memory as long as no message carries the change; absent: nothing is open. */
  readonly unsent?: Episode;
  /** Sent since a mute has ended. */
  readonly afterMute?: true | undefined;
}

/** From least to most severe. */
const LEVELS: readonly AlertLevel[] = ['warn', 'critical'];

/**
 * The next step of one alert: raised, escalated, eased, reminded, recovered, or nothing.
 *
 * While muted, an alert keeps its state. It is sent with the next message to its group, or when the mute
 * ends. One that no message carried ends without a message; the end of any other is sent, muted or not.
 */
export function nextStep<Change>(
  { changes, afterMute }: EpisodeRules<Change>,
  input: EpisodeInput,
): EpisodeStep<Change> {
  const { open, level, isMuted = false, now } = input;
  const shown = open?.neverTold === true ? undefined : open;
  const since = open?.since ?? now;
  if (level === undefined) {
    return { since, ...(shown !== undefined && { change: changes.recovered }) };
  }
  const wasMuted = shown?.muted ?? false;
  const isUnmuted = wasMuted && !isMuted;
  const change = shown === undefined ? 'raised' : changeOf(shown, level, isUnmuted, input);
  const toldAt = open?.toldAt ?? now;
  return {
    ...(change !== undefined && { change: changes[change] }),
    since,
    sent: { since, toldAt: now, muted: isMuted },
    unsent:
      shown === undefined
        ? { since, toldAt, muted: isMuted, neverTold: true }
        : { since, toldAt, muted: afterMute === 'always' ? isMuted : wasMuted },
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
  return isUnmuted || hasNews || isReminderDue(level, toldAt, settings, now)
    ? 'reminded'
    : undefined;
}

/**
 * A reminder may come so much early. A run decides after it has measured, up to a function's 15 minutes
 * after its start: one that is quicker than the run that sent last must not wait a whole interval more.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
 */
const REMINDER_TOLERANCE_MS = 15 * MINUTE_MS;

function isReminderDue(
  level: AlertLevel,
  toldAt: Instant,
  settings: ReminderSettings,
  now: Instant,
): boolean {
  const hours = level === 'critical' ? settings.remindCriticalHours : settings.remindWarnHours;
  return now - toldAt >= hours * HOUR_MS - REMINDER_TOLERANCE_MS;
}
