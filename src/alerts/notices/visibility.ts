import type { AlertSettings } from '../../model/configuration.ts';
import { defined } from '../defined.ts';
import type { Finding } from '../../model/finding.ts';
import type { MuteRef, SubjectKey, UnseenLimit } from '../../model/notice.ts';
import { subjectKey } from '../../model/notice.ts';
import type { Target } from '../../model/target.ts';
import { placeOf, targetKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { VisibilityMemory } from '../../model/watch-state.ts';
import type { Verdict } from './decision.ts';
import { dueVerdict, silentVerdict, UNCHANGED } from './decision.ts';
import type { Episode } from './episode.ts';
import { nextStep } from './episode.ts';

export interface VisibilityCase {
  readonly key: SubjectKey;
  readonly target: Target;
  /** The limits whose usage or quota is unknown, sorted by id; empty when all are known. */
  readonly unseen: readonly UnseenLimit[];
  readonly memory: VisibilityMemory | undefined;
  readonly mute: MuteRef | undefined;
  readonly settings: AlertSettings;
  readonly now: Instant;
}

export const VISIBILITY_CHANGES = {
  raised: 'blind',
  escalated: 'still-blind',
  eased: 'still-blind',
  reminded: 'still-blind',
  recovered: 'sighted',
} as const;

export function visibilityKey(target: Target): SubjectKey {
  return subjectKey(`${targetKey(target)}/blind`);
}

/** Returns the limits whose usage or quota is unknown, sorted by id. */
export function unseenOf(findings: readonly Finding[]): readonly UnseenLimit[] {
  return findings
    .flatMap((finding): readonly UnseenLimit[] => {
      // A default Region that is not enabled has no resources. A configured one is `not-measured` instead.
      if (finding.state !== 'unknown' && finding.state !== 'not-measured') return [];
      const { limit, failure } = finding;
      return [{ limit, failure, ...('used' in finding && { used: finding.used }) }];
    })
    .toSorted((a, b) => (a.limit < b.limit ? -1 : 1));
}

/** Decides the next notice about the visibility of a target. Other reasons and further limits wait for the reminder. */
export function decideVisibility(subject: VisibilityCase): Verdict {
  const { key, target, unseen, memory, mute, settings, now } = subject;
  if (memory === undefined && unseen.length === 0) return UNCHANGED;
  const before = memoryOf(subject);
  const { open, ...closed } = before;
  const step = nextStep({
    open,
    level: unseen.length === 0 ? undefined : 'critical',
    isMuted: mute !== undefined,
    // A mute may cover the unknown limits of one run and not those of the next: no reason to alert again.
    onlyIfSentMuted: true,
    settings,
    now,
  });
  const reasons = unseen.map(({ limit, failure }) => `${limit}: ${failure.reason}`).join(', ');
  const openAs = (episode: Episode | undefined): VisibilityMemory =>
    episode === undefined ? closed : { ...before, open: { reasons, ...episode } };
  const unsent = openAs(step.unsent);
  const { since } = step;
  if (step.change === undefined) return silentVerdict(key, memory, unsent);
  const change = VISIBILITY_CHANGES[step.change];
  const news = { kind: 'sight', change, target, unseen, since } as const;
  if (unseen.length === 0) return dueVerdict(key, news, closed, now);
  const more = defined({ mutedBy: mute, afterMute: step.afterMute });
  return dueVerdict(key, { ...news, ...more }, openAs(step.sent), now, mute && unsent);
}

function memoryOf({ target, memory }: VisibilityCase): VisibilityMemory {
  const { account } = target;
  if (memory !== undefined) return { ...memory, account };
  return { kind: 'sight', account, place: placeOf(target), sequence: 0 };
}
