import type { AlertSettings } from '../../model/configuration.ts';
import { defined } from '../defined.ts';
import type { Finding } from '../../model/finding.ts';
import type { MuteRef, SubjectKey, UnseenLimit, VisibilityNotice } from '../../model/notice.ts';
import { subjectKey } from '../../model/notice.ts';
import type { Target } from '../../model/target.ts';
import { placeOf, targetKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { VisibilityMemory } from '../../model/watch-state.ts';
import type { Verdict } from './decision.ts';
import { numbered, remembered, UNCHANGED } from './decision.ts';
import type { Episode, EpisodeRules } from './episode.ts';
import { nextStep } from './episode.ts';

/** One target, and which of its limits are unknown in this run. */
export interface VisibilityCase {
  readonly key: SubjectKey;
  readonly target: Target;
  /** By limit; empty when all are known. */
  readonly unseen: readonly UnseenLimit[];
  readonly memory: VisibilityMemory | undefined;
  readonly mute: MuteRef | undefined;
  readonly settings: AlertSettings;
  readonly now: Instant;
}

/**
 * Other reasons or more limits are no news while some are unknown: the reminder shows them. Whether a mute
 * covers a target depends on which limits are unknown, so the end of a mute sends an alert again only
 * where the last message showed it as muted; otherwise every change of reason would alert.
 */
export const VISIBILITY_RULES: EpisodeRules<VisibilityNotice['change']> = {
  changes: {
    raised: 'blind',
    escalated: 'still-blind',
    eased: 'still-blind',
    reminded: 'still-blind',
    recovered: 'sighted',
  },
  afterMute: 'if sent muted',
};

export function visibilityKey(target: Target): SubjectKey {
  return subjectKey(`${targetKey(target)}/blind`);
}

/** The limits of a target that are not measured, or whose quota is unknown. */
export function unseenOf(findings: readonly Finding[]): readonly UnseenLimit[] {
  return findings
    .flatMap((finding): readonly UnseenLimit[] => {
      // A Region that is not enabled, and that the file does not name, hides nothing.
      if (finding.state !== 'unknown' && finding.state !== 'not-measured') return [];
      const { limit, failure } = finding;
      return [{ limit, failure, ...('used' in finding && { used: finding.used }) }];
    })
    .toSorted((a, b) => (a.limit < b.limit ? -1 : 1));
}

/** The next notice on whether all limits of a target are known. It counts as critical. */
export function decideVisibility(subject: VisibilityCase): Verdict {
  const { key, target, unseen, memory, mute, settings, now } = subject;
  if (memory === undefined && unseen.length === 0) return UNCHANGED;
  const before = memoryOf(subject);
  const { open, ...closed } = before;
  const step = nextStep(VISIBILITY_RULES, {
    open,
    level: unseen.length === 0 ? undefined : 'critical',
    isMuted: mute !== undefined,
    settings,
    now,
  });
  const reasons = unseen.map(({ limit, failure }) => `${limit}: ${failure.reason}`).join(', ');
  const openAs = (episode: Episode | undefined): VisibilityMemory =>
    episode === undefined ? closed : { ...before, open: { reasons, ...episode } };
  const unsent = openAs(step.unsent);
  const { change, since } = step;
  if (change === undefined) return remembered(key, memory, unsent);
  const news = { kind: 'sight', change, target, unseen, since } as const;
  if (unseen.length === 0) return numbered(key, news, closed, now);
  const more = defined({ mutedBy: mute, afterMute: step.afterMute });
  return numbered(key, { ...news, ...more }, openAs(step.sent), now, mute && unsent);
}

/** What is remembered of the target, under the account's name of today. */
function memoryOf({ target, memory }: VisibilityCase): VisibilityMemory {
  const { account } = target;
  if (memory !== undefined) return { ...memory, account };
  return { kind: 'sight', account, place: placeOf(target), sequence: 0 };
}
