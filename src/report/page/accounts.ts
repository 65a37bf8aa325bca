import type { AccountRef } from '../../model/configuration.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { Charted } from './charted.ts';
import { chartedOf } from './charted.ts';
import { filterClasses } from './filter.ts';
import type { PlacedInventory } from './holders-table.ts';
import { holderLines, holdersTable } from './holders-table.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { limitRows } from './limit-rows.ts';
import type { Beside } from './limit-section.ts';
import { limitSection } from './limit-section.ts';
import { placeText, stageText } from './names.ts';
import { worstFirst } from './level.ts';
import { pruneMarks } from './prune-marks.ts';
import { remediesOf } from '../../alerts/words/report-remedies.ts';

/** Accounts that are open from the beginning, of those with something to look at. */
const OPEN_AT_FIRST = 3;

export interface AccountReport {
  readonly account: AccountRef;
  /** The worst first. */
  readonly findings: readonly ReportedFinding[];
}

/** The findings by account, the account with the worst of them first. */
export function accountsOf({ findings }: RunReport): readonly AccountReport[] {
  const byAccount = new Map<string, ReportedFinding[]>();
  for (const one of findings) {
    const { id } = one.finding.target.account;
    const those = byAccount.get(id);
    if (those === undefined) byAccount.set(id, [one]);
    else those.push(one);
  }
  return [...byAccount.values()]
    .map((those) => those.toSorted(worstFirst))
    .flatMap((those): readonly AccountReport[] => {
      const [worst] = those;
      return worst === undefined
        ? []
        : [{ account: worst.finding.target.account, findings: those }];
    })
    .toSorted((a, b) => compareWorst(a, b));
}

function compareWorst(a: AccountReport, b: AccountReport): number {
  const [first, second] = [a.findings[0], b.findings[0]];
  return first === undefined || second === undefined ? 0 : worstFirst(first, second);
}

/** Everything that is known of each account; accounts without anything to look at are closed. */
export function accountSections(report: RunReport, accounts: readonly AccountReport[]): Html {
  const charted = chartedOf(report.findings);
  const known = {
    limits: new Map(report.limits.map((limit) => [limit.id, limit])),
    charted,
    now: report.measuredAt,
    beside: {
      remedyOf: remediesOf(report),
      prunes: (one: ReportedFinding) => pruneMarks(report, one),
    },
  };
  const open = new Set(accounts.filter(needsLook).slice(0, OPEN_AT_FIRST));
  return html`<h2 id="accounts">Every account</h2>
    <p>
      Charts show what was measured as a solid line, and the forecast at this rate as a dashed line
      in its likely range; thresholds are those of today. Package sizes show the largest functions;
      AWS counts code storage in another way. Times are in UTC. Links open the AWS console in the
      account that you are signed in to.
      ${charted.leftOut}${
        report.history === 'known'
          ? nothing
          : html` <strong
              >What earlier runs measured could not be read, so there is no history and no
              forecast.</strong
            >`
      }
    </p>
    ${accounts.map((one) => accountSection(one, known, open.has(one)))}`;
}

interface Known {
  readonly limits: ReadonlyMap<LimitId, LimitDefinition>;
  readonly charted: Charted;
  readonly now: Instant;
  readonly beside: Beside;
}

function needsLook({ findings }: AccountReport): boolean {
  return findings.some(
    ({ finding, mutedBy }) =>
      mutedBy === undefined && (finding.state === 'critical' || finding.state === 'warn'),
  );
}

function accountSection(
  { account, findings }: AccountReport,
  { limits, charted, now, beside }: Known,
  isOpen: boolean,
): Html {
  const [worst] = findings;
  const shown = findings.filter((one) => charted.findings.has(one));
  const others = findings.filter((one) => !charted.findings.has(one));
  const inventories = inventoriesOf(charted.isWhole ? findings : shown);
  const places = new Set(inventories.map(([place]) => place));
  const contents = html`<summary>
      <strong>${account.name}</strong>
      <span class="quiet">${account.id}, ${stageText(account)}</span> ${
        worst === undefined ? nothing : label(worst)
      }
    </summary>
    <div class="charts">${shown.map((one) => section(one, limits, now, beside))}</div>
    ${limitRows(account, others, limits, now, charted.isWhole ? beside.remedyOf : undefined)}
    ${inventories.map(([place, inventory]) => holdersTable(inventory, place))}
    ${holderLines(inventoriesOf(others).filter(([place]) => !places.has(place)))}`;
  return html`<details
    class="account filterable ${filterClasses(findings)}"
    ${isOpen ? html`open` : nothing}
  >
    ${contents}
  </details> `;
}

function section(
  one: ReportedFinding,
  limits: Known['limits'],
  now: Instant,
  beside: Beside,
): Html {
  const definition = limits.get(one.finding.limit);
  return definition === undefined ? nothing : limitSection(one, definition, now, beside);
}

/** One a Region, though every limit that is measured by listing the code carries it. */
function inventoriesOf(findings: readonly ReportedFinding[]): readonly PlacedInventory[] {
  const byPlace = new Map<string, PlacedInventory[1]>();
  for (const { finding } of findings) {
    if (!('inventory' in finding) || finding.inventory === undefined) continue;
    if (finding.inventory.functions === 0) continue;
    const place = placeText(placeOf(finding.target));
    if (!byPlace.has(place)) byPlace.set(place, finding.inventory);
  }
  return [...byPlace];
}
