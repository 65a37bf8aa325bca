import type { Finding, JudgedFinding } from '../../model/finding.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import { percentOf } from '../../model/units.ts';
import { percentText, usedText } from '../../text/quantities.ts';

/** How a cell looks. Its words always say the same, so that colour adds nothing that is not read. */
export type Standing = 'ok' | 'warn' | 'critical' | 'blind';

export function standingOf({ state }: Pick<Finding, 'state'>): Standing {
  switch (state) {
    case 'ok':
    case 'warn':
    case 'critical':
      return state;
    case 'unknown':
    case 'not-measured':
    case 'not-enabled':
    case 'no-data':
      return 'blind';
  }
}

/** `93 %, critical`, or what is not known of it. */
export function standingText({ finding, mutedBy }: ReportedFinding): string {
  const muted = mutedBy === undefined ? '' : ', muted';
  switch (finding.state) {
    case 'ok':
      return `${shareText(finding)}${muted}`;
    case 'warn':
      return `${shareText(finding)}, warning${muted}`;
    case 'critical':
      return `${shareText(finding)}, critical${muted}`;
    case 'unknown':
      return `${usedText(finding.used, '')}, limit unknown${muted}`;
    case 'not-measured':
      return `not measured${muted}`;
    case 'not-enabled':
      return 'Region not enabled';
    case 'no-data':
      return `no data${muted}`;
  }
}

/** `93 %`, or `93 % of a stated quota`. */
function shareText({ used, quota, stated }: JudgedFinding): string {
  return `${percentText(used, quota)}${stated === undefined ? '' : ' of a stated quota'}`;
}

/**
 * What to look at first: what is not known before what is bad, since nobody else will tell; then
 * by level, and by how full it is.
 */
export function worstFirst(a: ReportedFinding, b: ReportedFinding): number {
  return rank(a.finding) - rank(b.finding) || share(b.finding) - share(a.finding);
}

const RANKS: Readonly<Record<Finding['state'], number>> = {
  'not-measured': 0,
  unknown: 1,
  critical: 2,
  warn: 3,
  ok: 4,
  'no-data': 5,
  'not-enabled': 6,
};

function rank({ state }: Finding): number {
  return RANKS[state];
}

function share(finding: Finding): number {
  return 'quota' in finding ? percentOf(finding.used, finding.quota) : 0;
}
