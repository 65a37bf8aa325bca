import type { AccountRef } from '../../model/configuration.ts';
import type { Finding, JudgedFinding } from '../../model/finding.ts';
import { groupBy } from '../../model/group-by.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import type { Quantity } from '../../model/units.ts';
import { percentOf } from '../../model/units.ts';
import { percentText, usedText } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** The CSS class of a cell, which gives its colour. The cell's text always says the same in words. */
export type Level = 'ok' | 'warn' | 'critical' | 'blind';

export function levelOf({ state }: Pick<Finding, 'state'>): Level {
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

/** Returns how full a limit is and its state, such as `93 %, critical`, or what is unknown: `not measured`. */
export function levelText({ finding, mutedBy }: ReportedFinding): string {
  const muted = mutedBy === undefined ? '' : ', muted';
  switch (finding.state) {
    case 'ok':
      return `${usedPercentText(finding)}${muted}`;
    case 'warn':
      return `${usedPercentText(finding)}, warning${muted}`;
    case 'critical':
      return `${usedPercentText(finding)}, critical${muted}`;
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

/** Returns `93 %`, or `93 % of a stated quota`. */
function usedPercentText({ used, quota, stated }: JudgedFinding): string {
  return `${percentText(used, quota)}${stated === undefined ? '' : ' of a stated quota'}`;
}

/** The level in words, on the colour of the level. */
export function label(reported: ReportedFinding): Html {
  return html`<span class="label ${levelOf(reported.finding)}">${levelText(reported)}</span>`;
}

/** A bar that shows how full a limit is. Screen readers skip it, because the text beside it says the same. */
export function bar(used: Quantity, limit: Quantity): Html {
  // Rounded down like the text: a full bar means that the limit is reached.
  const filled = Math.floor(Math.min(100, percentOf(used, limit)));
  return html`<svg class="bar" aria-hidden="true"><rect width="${filled}%" height="4" /></svg>`;
}

/** Compares findings for sorting: not measured and unknown first, as they may be full; then by state and percentage. */
export function worstFirst({ finding: a }: ReportedFinding, { finding: b }: ReportedFinding) {
  return RANKS[a.state] - RANKS[b.state] || usedPercent(b) - usedPercent(a);
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

function usedPercent(finding: Finding): number {
  return 'quota' in finding ? percentOf(finding.used, finding.quota) : 0;
}

/** An account with its findings, worst first. */
export interface AccountReport {
  readonly account: AccountRef;
  readonly findings: readonly [ReportedFinding, ...ReportedFinding[]];
}

/** Groups findings by account; the account with the worst finding comes first. */
export function accountsOf({ findings }: Pick<RunReport, 'findings'>): readonly AccountReport[] {
  const ranked = findings.toSorted(worstFirst);
  const groups = groupBy(ranked, ({ finding }) => finding.target.account.id);
  return [...groups.values()].map((those) => ({
    account: those[0].finding.target.account,
    findings: those,
  }));
}
