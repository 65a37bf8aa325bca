import { array, assert, boolean, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Episode, EpisodeChange, EpisodeInput } from '../../../src/alerts/notices/episode.ts';
import { nextStep } from '../../../src/alerts/notices/episode.ts';
import type { AlertLevel } from '../../../src/model/notice.ts';
import { sized } from '../../size.ts';
import { hours } from './sent-changes.ts';
import { NOON } from './world.ts';

const SETTINGS = { remindCriticalHours: 24, remindWarnHours: 168 };

const warn = { level: 'warn', since: NOON, toldAt: NOON, muted: false } as const;
const critical = { ...warn, level: 'critical' } as const;
const muted = { ...warn, muted: true } as const;
const unsent = { ...muted, neverTold: true } as const;

type EpisodeFacts = Partial<EpisodeInput> & Pick<EpisodeInput, 'open' | 'level'>;

function step(given: EpisodeFacts) {
  return nextStep({ settings: SETTINGS, now: hours(1), ...given });
}

describe('nextStep', () => {
  it.each<[string, EpisodeFacts, EpisodeChange | undefined]>([
    ['nothing wrong, nothing open', { open: undefined, level: undefined }, undefined],
    ['raises what is new', { open: undefined, level: 'warn' }, 'raised'],
    ['says nothing while nothing changes', { open: warn, level: 'warn' }, undefined],
    ['escalates', { open: warn, level: 'critical' }, 'escalated'],
    ['eases', { open: critical, level: 'warn' }, 'eased'],
    ['sends news that does not wait', { open: warn, level: 'warn', hasNews: true }, 'reminded'],
    ['reminds of critical', { open: critical, level: 'critical', now: hours(24) }, 'reminded'],
    ['reminds of a warning later', { open: warn, level: 'warn', now: hours(24) }, undefined],
    ['reminds of a warning in time', { open: warn, level: 'warn', now: hours(168) }, 'reminded'],
    ['recovers', { open: warn, level: undefined }, 'recovered'],
    ['recovers under a mute', { open: muted, level: undefined, isMuted: true }, 'recovered'],
    ['ends what was never sent without a message', { open: unsent, level: undefined }, undefined],
    ['raises what was never sent', { open: unsent, level: 'warn', isMuted: true }, 'raised'],
    ['sends again after a mute', { open: muted, level: 'warn' }, 'reminded'],
    ['does not while it is muted', { open: muted, level: 'warn', isMuted: true }, undefined],
    [
      'has no level where there is one alone',
      { open: { since: NOON, toldAt: NOON }, level: 'warn' },
      undefined,
    ],
  ])('%s', (_, given, change) => {
    expect(step(given).change).toBe(change);
  });

  it.each([
    ['always', false, true],
    ['if sent muted', true, false],
  ])('a mute that begins after the last message, %s', (_, onlyIfSentMuted, isRemembered) => {
    const during = step({ open: warn, level: 'warn', isMuted: true, onlyIfSentMuted });
    expect(during.unsent?.muted).toBe(isRemembered);
    const open = { ...warn, ...during.unsent };
    expect(step({ open, level: 'warn', onlyIfSentMuted }).afterMute === true).toBe(isRemembered);
  });
});

interface Run {
  readonly level: AlertLevel | undefined;
  readonly isMuted: boolean;
  /** Whether another, unmuted notice is sent to the same group, so that the muted one is sent with it. */
  readonly isCarried: boolean;
  readonly after: number;
}

const runs = array(
  record({
    level: constantFrom<AlertLevel | undefined>('warn', 'critical', undefined),
    isMuted: boolean(),
    isCarried: boolean(),
    after: nat(30),
  }),
  { minLength: 1, maxLength: 30 },
);

/** Returns the changes sent by several runs, each a number of hours after the previous one. */
function sentIn(onlyIfSentMuted: boolean, all: readonly Run[]) {
  let open: (Episode & { readonly level: AlertLevel }) | undefined;
  let hour = 0;
  return all.flatMap(({ level, isMuted, isCarried, after }) => {
    hour += after;
    const next = step({ open, level, isMuted, onlyIfSentMuted, now: hours(hour) });
    const { change, since } = next;
    const isSent = change !== undefined && (isCarried || !isMuted || level === undefined);
    const episode = isSent ? next.sent : next.unsent;
    const kept = isSent || open === undefined || open.neverTold ? level : open.level;
    open = episode && kept && { level: kept, ...episode };
    return isSent ? [{ change, since, level, hour }] : [];
  });
}

describe.each([
  ['always', false],
  ['if sent muted', true],
])('over any runs, sent again after a mute: %s', (_, onlyIfSentMuted) => {
  it('each alert is raised once, before its other messages, and recovers once', () => {
    assert(
      property(runs, (all) => {
        const changes = sentIn(onlyIfSentMuted, all).map(({ change }) => change);
        expect(changes.join(' ')).toMatch(
          /^(?:raised(?: (?:escalated|eased|reminded))* recovered ?)*(?:raised(?: (?:escalated|eased|reminded))*)?$/,
        );
      }),
      { numRuns: sized(200, 2_000) },
    );
  });

  it('all messages of one alert state the same start time', () => {
    assert(
      property(runs, (all) => {
        const sent = sentIn(onlyIfSentMuted, all);
        const later = sent.filter(({ change }) => change !== 'raised');
        const before = later.map((one) => sent[sent.indexOf(one) - 1]?.since);
        expect(later.map(({ since }) => since)).toEqual(before);
      }),
      { numRuns: sized(200, 2_000) },
    );
  });

  it('without mutes, no reminder is sent before its interval has passed', () => {
    assert(
      property(runs, (all) => {
        const sent = sentIn(
          onlyIfSentMuted,
          all.map((run) => ({ ...run, isMuted: false })),
        );
        const early = sent.filter(({ change, level, hour }, at) => {
          const interval = level === 'critical' ? 24 : 168;
          return change === 'reminded' && hour - sent[at - 1]!.hour < interval;
        });
        expect(early).toEqual([]);
      }),
      { numRuns: sized(200, 2_000) },
    );
  });
});
