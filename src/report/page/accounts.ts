import { remediesOf } from '../../alerts/words/remedies.ts';
import type { CodeInventory } from '../../model/code-inventory.ts';
import { limitGroups } from '../../model/limit-choice/groups.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { counted } from '../../text/quantities.ts';
import { pruneMarks } from './chart.ts';
import type { ChartSelection } from './charted.ts';
import { selectCharts } from './charted.ts';
import { filterClasses } from './filter.ts';
import { countsText, disclosure, isQuiet, listedIn, quietText } from './fine.ts';
import type { RegionInventory } from './holders-table.ts';
import { holderLines, holdersTable } from './holders-table.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import type { AccountReport } from './level.ts';
import { label } from './level.ts';
import type { FigureContext } from './limit-figures.ts';
import { limitRows, limitSection } from './limit-figures.ts';
import { placeText, stageText } from './names.ts';

/** How many of the accounts that need work are opened when the page loads. */
const OPEN_AT_FIRST = 3;
/** How many healthy figures an account shows. If it has more, all of them are hidden in one closed part per set. */
const MOST_VISIBLE = 20;

interface Context extends FigureContext {
  readonly charted: ChartSelection;
  readonly isListed: (one: ReportedFinding) => boolean;
}

/** The section of each account with its figures. Only the first `OPEN_AT_FIRST` accounts that need work are open. */
export function accountSections(report: RunReport, accounts: readonly AccountReport[]): Html {
  const { findings, limits, measuredAt, history } = report;
  const isListed = listedIn(report);
  const listed = findings.filter(isListed);
  const charted = selectCharts(listed);
  const context: Context = {
    isListed,
    charted,
    limits: new Map(limits.map((limit) => [limit.id, limit])),
    now: measuredAt,
    remedyOf: remediesOf(report),
    prunesOf: (one) => pruneMarks(report, one),
  };
  const open = new Set(accounts.filter(needsWork).slice(0, OPEN_AT_FIRST));
  return html`<p>
      Charts show what was measured as a solid line, and the forecast at this rate as a dashed line
      in its likely range; thresholds are those of today. Package sizes show the largest functions;
      AWS counts code storage in another way. Times are in UTC. Links open the AWS console in the
      account that you are signed in to.
      ${
        listed.length === findings.length
          ? nothing
          : html`${counted(findings.length - listed.length, 'figure')} that are fine are counted and
            have no row, so that the page opens at all. `
      }${charted.leftOut}${
        history === 'known'
          ? nothing
          : html` <strong
              >What earlier runs measured could not be read, so there is no history and no
              forecast.</strong
            >`
      }
    </p>
    ${accounts.map((one) => accountSection(one, context, open.has(one)))}`;
}

function needsWork({ findings }: AccountReport): boolean {
  return findings.some(
    ({ finding, mutedBy }) =>
      mutedBy === undefined && (finding.state === 'critical' || finding.state === 'warn'),
  );
}

function accountSection(
  { account, findings }: AccountReport,
  context: Context,
  isOpen: boolean,
): Html {
  const { charted, limits, isListed } = context;
  const quiet = findings.filter((one) => isQuiet(one) && limits.has(one.finding.limit));
  const isLong = quiet.length > MOST_VISIBLE || !quiet.every(isListed);
  const folded = isLong ? quiet : [];
  const isFolded = new Set(folded);
  const visible = findings.filter((one) => !isFolded.has(one));
  const [shown, others] = byChart(findings, charted);
  const inventories = inventoriesOf(charted.isWhole ? findings : shown);
  const places = new Set(inventories.map(([place]) => place));
  return html`<details
    class="account filterable ${filterClasses(findings)}"
    ${isOpen ? html`open` : nothing}
  >
    <summary>
      <strong>${account.name}</strong>
      <span class="quiet">${account.id}, ${stageText(account)}</span>
      ${label(findings[0])}${isLong && quiet.length > 0 ? html` <span class="quiet">${countsText(findings)}</span>` : nothing}
    </summary>
    ${figuresOf(`Figures of ${account.name}`, visible, context)}
    ${closedParts(account.name, folded, context)}
    ${inventories.map(([place, inventory]) => holdersTable(inventory, place))}
    ${holderLines(inventoriesOf(others).filter(([place]) => !places.has(place)))}
  </details> `;
}

function byChart(findings: readonly ReportedFinding[], { findings: charted }: ChartSelection) {
  const has = (one: ReportedFinding) => charted.has(one);
  return [findings.filter(has), findings.filter((one) => !has(one))] as const;
}

/** The charts of findings, then a table of the findings without a chart. */
function figuresOf(title: string, findings: readonly ReportedFinding[], context: Context): Html {
  const [shown, others] = byChart(findings, context.charted);
  return html`<div class="charts">${shown.map((one) => limitSection(one, context))}</div>
    ${limitRows(title, others, context, context.charted.isWhole)}`;
}

/** The healthy figures of an account, in one closed part for each set of limits. */
function closedParts(
  name: string,
  quiet: readonly ReportedFinding[],
  context: Context,
): readonly Html[] {
  const groups = limitGroups([...context.limits.values()]);
  return groups.flatMap(({ title, limits }) => {
    const those = quiet.filter(({ finding }) => limits.some(({ id }) => id === finding.limit));
    if (those.length === 0) return [];
    const summary = `${groups.length === 1 ? '' : `${title}: `}${quietText(those, limits)}`;
    const listed = those.filter(context.isListed);
    if (listed.length === 0) return [html`<p class="fine">${summary}</p>`];
    const figures = figuresOf(`Figures of ${name}: ${title}, what is fine`, listed, context);
    return [disclosure(summary, figures)];
  });
}

/** Returns one inventory per Region: all findings of a Region that have an inventory have the same one. */
function inventoriesOf(findings: readonly ReportedFinding[]): readonly RegionInventory[] {
  const byPlace = new Map<string, CodeInventory>();
  for (const { finding } of findings) {
    if (!('inventory' in finding) || finding.inventory === undefined) continue;
    const place = placeText(finding.target);
    if (finding.inventory.functions > 0 && !byPlace.has(place))
      byPlace.set(place, finding.inventory);
  }
  return [...byPlace];
}
