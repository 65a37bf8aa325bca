import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { limitKey } from '../../../src/model/notice.ts';
import type { AlertSettings } from '../../../src/model/configuration.ts';
import type { Notice } from '../../../src/model/notice.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/model/time.ts';
import { sized } from '../../size.ts';
import type { Publication } from './simulation.ts';
import { noticesOf, Simulation } from './simulation.ts';
import type { Step } from './timelines.ts';
import { always, atRandom, findingsOf, MUTED, setupOf, timelines, timeOf } from './timelines.ts';
import { settings } from './world.ts';

interface SentNotice {
  readonly notice: Notice;
  readonly publication: Publication;
}

/** Returns every sent notice, in order. */
function play(
  steps: readonly Step[],
  alerts: AlertSettings,
  order = <Item>(items: readonly Item[]): readonly Item[] => items,
): readonly SentNotice[] {
  const simulation = new Simulation();
  return steps.flatMap((step, run) => {
    const { publication } = step;
    const findings = order(findingsOf(step));
    const setup = setupOf(step, alerts);
    const digests = simulation.run(findings, timeOf(step, run), setup, publication);
    return noticesOf(digests).map((notice) => ({ notice, publication }));
  });
}

/** Returns the notices by subject, in order, as a receiver that ignores repeated ids gets them. */
function receivedBySubject(sent: readonly SentNotice[]): readonly (readonly Notice[])[] {
  const ids = new Map(sent.map(({ notice }) => [notice.id, notice]));
  const subjects = new Map<string, Notice[]>();
  for (const notice of ids.values()) {
    const subject = notice.id.slice(0, notice.id.indexOf('#'));
    subjects.set(subject, [...(subjects.get(subject) ?? []), notice]);
  }
  return [...subjects.values()];
}

/** Returns B for the first notice of an alert, M for one in between and E for its end; empty for other notices. */
function letterOf(notice: Notice): string {
  if (notice.kind === 'closed') return 'E';
  if (!('change' in notice)) return '';
  switch (notice.change) {
    case 'raised':
    case 'blind':
      return 'B';
    case 'recovered':
    case 'sighted':
      return 'E';
    default:
      return 'M';
  }
}

/**
 * Returns the hours between a notice and a reminder that was sent too early. A reminder is allowed early if a mute
 * ended or no longer applied in between.
 */
function hasteOf(notices: readonly Notice[], { mutes }: AlertSettings): readonly number[] {
  const episodes = notices.filter((notice) => letterOf(notice) !== '');
  return episodes.slice(1).flatMap((notice, at) => {
    const before = episodes[at]!;
    if (!('change' in notice) || !['reminded', 'still-blind'].includes(notice.change)) return [];
    if (before.mutedBy !== undefined && notice.mutedBy === undefined) return [];
    if (
      notice.kind === 'limit' &&
      mutes.some(({ until }) => before.at < until && until <= notice.at)
    )
      return [];
    const window = 'level' in notice && notice.level === 'warn' ? 7 * 24 : 24;
    const passed = (notice.at - before.at + 15 * MINUTE_MS) / HOUR_MS;
    return passed < window ? [passed] : [];
  });
}

function inAnyTimeline(
  publications: Parameters<typeof timelines>[0],
  holds: (steps: readonly Step[]) => void,
): void {
  assert(property(timelines(publications), holds), { numRuns: sized(8, 40) });
}

describe.each([
  ['without mutes', settings()],
  ['with mutes', MUTED],
])('over random timelines, %s', (_, alerts) => {
  it.each([
    ['accepts all', always],
    ['fails at random', atRandom],
  ])('where SNS %s, each raised alert ends once or is still open', (_name, publications) => {
    inAnyTimeline(publications, (steps) => {
      for (const notices of receivedBySubject(play(steps, alerts))) {
        expect(notices.map(letterOf).join('')).toMatch(/^(?:BM*E)*(?:BM*)?$/);
      }
    });
  });

  it('no reminder is sent before its interval has passed', () => {
    inAnyTimeline(atRandom, (steps) => {
      for (const notices of receivedBySubject(play(steps, alerts))) {
        expect(hasteOf(notices, alerts)).toEqual([]);
      }
    });
  });

  it('nothing is sent twice, except an equal message after a lost answer', () => {
    inAnyTimeline(atRandom, (steps) => {
      const lost = new Map<string, Notice>();
      const done = new Set<string>();
      for (const { notice, publication } of play(steps, alerts)) {
        expect(done).not.toContain(notice.id);
        expect(lost.get(notice.id) ?? notice).toEqual(notice);
        if (publication === 'accepted') done.add(notice.id);
        else lost.set(notice.id, notice);
      }
    });
  });

  it('an unknown limit raises, ends and repeats no alert of this limit', () => {
    inAnyTimeline(always, (steps) => {
      const simulation = new Simulation();
      for (const [run, step] of steps.entries()) {
        const findings = findingsOf(step);
        const unknown = findings
          .filter(({ state }) => state === 'unknown' || state === 'not-measured')
          .map(limitKey);
        const alertsOf = () => unknown.map((key) => simulation.memories[key]);
        const before = alertsOf();
        const sent = simulation.run(findings, timeOf(step, run), setupOf(step, alerts));
        expect(alertsOf()).toEqual(before);
        const subjects = noticesOf(sent).map(({ id }) => id.slice(0, id.indexOf('#')));
        expect(subjects.filter((key) => unknown.some((each) => each === key))).toEqual([]);
      }
    });
  });

  it('the decision does not depend on the order of the findings', () => {
    inAnyTimeline(atRandom, (steps) => {
      const told = play(steps, alerts);
      expect(play(steps, alerts)).toEqual(told);
      expect(play(steps, alerts, (items) => items.toReversed())).toEqual(told);
    });
  });
});

describe('over random timelines, SNS failing at random', () => {
  it('loses nothing: after one run in which SNS works, every critical limit has been alerted', () => {
    inAnyTimeline(atRandom, (steps) => {
      const last = { ...steps.at(-1)!, publication: 'accepted' } as const;
      const latest = new Map<string, string>();
      for (const { notice } of play([...steps, last], settings())) {
        if (notice.kind === 'limit') latest.set(limitKey(notice), notice.level ?? 'over');
      }
      const critical = findingsOf(last).filter(({ state }) => state === 'critical');
      const told = critical.map((finding) => latest.get(limitKey(finding)));
      expect(told).toEqual(critical.map(() => 'critical'));
    });
  });

  it('a notice that is decided again from the same memories has the same id', () => {
    inAnyTimeline(atRandom, (steps) => {
      const simulation = new Simulation();
      for (const [run, step] of steps.entries()) {
        const now = timeOf(step, run);
        const setup = setupOf(step, MUTED);
        const decide = () => simulation.decide(findingsOf(step), now, setup).due;
        expect(decide()).toEqual(decide());
        simulation.run(findingsOf(step), now, setup, step.publication);
      }
    });
  });
});
