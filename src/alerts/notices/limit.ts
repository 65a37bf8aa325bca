import type { AlertSettings } from '../../model/configuration.ts';
import { defined } from '../defined.ts';
import type { JudgedFinding } from '../../model/finding.ts';
import type { Forecast, MuteRef, SubjectKey } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { DailySample, LimitMemory } from '../../model/watch-state.ts';
import type { Verdict } from './decision.ts';
import { dueVerdict, silentVerdict, UNCHANGED } from './decision.ts';
import type { Episode } from './episode.ts';
import { nextStep } from './episode.ts';
import { jumpOf } from './jumps.ts';
import type { CurrentLevel } from './level.ts';
import { levelNow } from './level.ts';
import { dayOf, weekGrowth } from './samples.ts';

export interface LimitCase {
  readonly key: SubjectKey;
  readonly finding: JudgedFinding;
  readonly memory: LimitMemory | undefined;
  readonly forecast: Forecast | undefined;
  readonly samples: readonly DailySample[];
  readonly mute: MuteRef | undefined;
  readonly settings: AlertSettings;
  readonly now: Instant;
}

/** Decides the next notice of a limit. A jump gets its own notice only if no other notice is due. */
export function decideLimit(subject: LimitCase): Verdict {
  const { key, finding, forecast, samples, mute, settings, now } = subject;
  const { target, limit, used, quota, stated, parent, figure, inventory } = finding;
  const { increase, ownIncrease } = finding;
  // Peaks are separate events, so the difference between two peaks is no growth and no jump.
  const isPeak = figure?.kind === 'peak';
  const memory = memoryOf(subject);
  const { open, ...closed } = memory;
  const growth = isPeak ? undefined : weekGrowth(samples);
  const current = levelNow({ ...subject, open, weekGrowth: growth });
  const jump = isPeak || closed.jumpDay === dayOf(now) ? undefined : jumpOf(samples, quota, now);
  const ownText = ownIncrease && `${ownIncrease.state} ${ownIncrease.desired.amount}`;
  const step = nextStep({
    open,
    level: current?.level,
    isMuted: mute !== undefined,
    hasNews:
      ownIncrease !== undefined && URGENT.includes(ownIncrease.state) && ownText !== open?.increase,
    settings,
    now,
  });
  const openAs = (
    episode: Episode | undefined,
    shown: CurrentLevel | undefined,
    increaseSent: string | undefined,
  ): LimitMemory => {
    if (episode === undefined || shown === undefined) return closed;
    const { level, cause } = shown;
    const noForecastSince = open?.noForecastSince ?? now;
    return {
      ...memory,
      open: {
        level,
        cause,
        ...episode,
        ...(cause === 'forecast' && forecast === undefined && { noForecastSince }),
        ...defined({ increase: increaseSent }),
      },
    };
  };
  // The memory keeps the level that was sent last until a change of level is sent.
  const isSent = open !== undefined && open.neverTold !== true;
  const shown = isSent && open.level !== current?.level ? open : current;
  const unsent = openAs(step.unsent, shown, open?.increase);
  const shared = { target, limit, quota, ...defined({ stated, parent, inventory }) };
  const jumped = jump === undefined ? {} : { jumpDay: dayOf(now) };
  const { change, since, afterMute } = step;
  if (change !== undefined) {
    const figures = defined({ figure, increase, ownIncrease, weekGrowth: growth });
    const news = { kind: 'limit', change, ...shared, used, since, ...figures } as const;
    if (current === undefined) return dueVerdict(key, news, closed, now);
    const more = defined({ mutedBy: mute, afterMute, forecast, jump });
    const sent = { ...openAs(step.sent, current, ownText), ...jumped };
    return dueVerdict(key, { ...news, ...current, ...more }, sent, now, mute && unsent);
  }
  if (jump !== undefined) {
    const news = { kind: 'jump', ...shared, jump, ...defined({ mutedBy: mute }) } as const;
    return dueVerdict(key, news, { ...unsent, ...jumped }, now, mute && unsent);
  }
  const isNew = subject.memory === undefined && unsent.open === undefined;
  return isNew ? UNCHANGED : silentVerdict(key, subject.memory, unsent);
}

/** The states of an increase that are sent at once, without waiting for the next reminder. */
const URGENT: readonly string[] = ['requested', 'granted', 'partly-granted', 'not-granted'];

function memoryOf({ finding: { target, limit }, memory }: LimitCase): LimitMemory {
  const { account } = target;
  if (memory !== undefined) return { ...memory, account };
  return { kind: 'limit', account, place: placeOf(target), limit, sequence: 0 };
}
