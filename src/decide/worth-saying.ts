import type { Finding, FindingState } from '../model/finding.ts';
import { percentOf } from '../model/units.ts';

/** Worst first. What could not be seen ranks above a warning: it may be hiding worse. */
const RANK: Readonly<Record<FindingState, number>> = {
  critical: 0,
  'not-measured': 1,
  unknown: 2,
  warn: 3,
  'not-enabled': 4,
  ok: 5,
};

/** The findings that somebody must hear of, worst first; among equals the fullest, then as configured. */
export function worthSaying(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(({ state }) => state !== 'ok' && state !== 'not-enabled')
    .toSorted((a, b) => RANK[a.state] - RANK[b.state] || fullness(b) - fullness(a));
}

function fullness(finding: Finding): number {
  return 'quota' in finding ? percentOf(finding.used, finding.quota) : 0;
}
