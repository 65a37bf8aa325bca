import type { Finding } from '../../../src/model/finding.ts';
import type { Notice } from '../../../src/model/notice.ts';
import type { Instant } from '../../../src/model/time.ts';
import { HOUR_MS, instant } from '../../../src/model/time.ts';
import type { Setup } from './simulation.ts';
import { noticesOf, Simulation } from './simulation.ts';
import { judged, NOON } from './world.ts';

/** Returns the time this many hours after noon. */
export function hours(count: number): Instant {
  return instant(NOON + count * HOUR_MS);
}

/** Returns the sent changes of each run, with one finding a run and six hours between runs; `-` for none. */
export function sentChanges(
  findings: readonly (Finding | readonly Finding[])[],
  setup: Setup = {},
): string[] {
  const simulation = new Simulation(setup);
  return findings.map((finding, run) => {
    const notices = noticesOf(simulation.run([finding].flat(), hours(run * 6), setup));
    return notices.map(short).join(' + ') || '-';
  });
}

/** Returns a notice in one to three words. */
export function short(notice: Notice): string {
  const muted = notice.mutedBy === undefined ? '' : ' muted';
  if (notice.kind === 'closed') return `closed: ${notice.why}`;
  if (!('change' in notice)) return notice.kind + muted;
  const level = notice.kind === 'limit' && notice.level !== undefined ? ` ${notice.level}` : '';
  return notice.change + level + muted;
}

/** Returns findings of one limit with these usages, in order. */
export const used = (...values: readonly number[]) =>
  values.map((value) => judged({ used: value }));
