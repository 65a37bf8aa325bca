import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import { limitGroups } from '../../model/limit-choice/groups.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import type { AccountReport } from './by-account.ts';
import type { Charted } from './charted.ts';
import { chartedOf } from './charted.ts';
import { filterClasses } from './filter.ts';
import { countsText, fold, isQuiet, listedIn, quietText } from './fine.ts';
import type { PlacedInventory } from './holders-table.ts';
import { holderLines, holdersTable } from './holders-table.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { limitRows } from './limit-rows.ts';
import type { Beside } from './limit-section.ts';
import { limitSection } from './limit-section.ts';
import { counted } from '../../text/quantities.ts';
import { placeText, stageText } from './names.ts';
import { pruneMarks } from './prune-marks.ts';
import { remediesOf } from '../../alerts/words/remedies.ts';

/** Accounts that are open from the beginning, of those with something to look at. */
const OPEN_AT_FIRST = 3;
/** So many figures of an account that are fine are in sight; more are folded by set. */
const MOST_IN_SIGHT = 20;

/** Everything that is known of each account; accounts without anything to look at are closed. */
export function accountSections(report: RunReport, accounts: readonly AccountReport[]): Html {
  const isListed = listedIn(report);
  const listed = report.findings.filter(isListed);
  const charted = chartedOf(listed);
  const known = {
    isListed,
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
      ${
        listed.length === report.findings.length
          ? nothing
          : html`${counted(report.findings.length - listed.length, 'figure')} that are fine are
            counted and have no row, so that the page opens at all. `
      }${charted.leftOut}${
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
  readonly isListed: (one: ReportedFinding) => boolean;
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

function accountSection({ account, findings }: AccountReport, known: Known, isOpen: boolean): Html {
  const { charted } = known;
  const [worst] = findings;
  const quiet = findings.filter((one) => isQuiet(one) && known.limits.has(one.finding.limit));
  const isLong = quiet.length > MOST_IN_SIGHT || !quiet.every(known.isListed);
  const hidden = isLong ? quiet : [];
  const isHidden = new Set(hidden);
  const inSight = findings.filter((one) => !isHidden.has(one));
  const shown = findings.filter((one) => charted.findings.has(one));
  const others = findings.filter((one) => !charted.findings.has(one));
  const inventories = inventoriesOf(charted.isWhole ? findings : shown);
  const places = new Set(inventories.map(([place]) => place));
  return html`<details
    class="account filterable ${filterClasses(findings)}"
    ${isOpen ? html`open` : nothing}
  >
    <summary>
      <strong>${account.name}</strong>
      <span class="quiet">${account.id}, ${stageText(account)}</span> ${
        worst === undefined ? nothing : label(worst)
      }${hidden.length > 0 ? html` <span class="quiet">${countsText(findings)}</span>` : nothing}
    </summary>
    ${figuresOf(`Figures of ${account.name}`, inSight, known)}
    ${quietFolds(account.name, hidden, known)}
    ${inventories.map(([place, inventory]) => holdersTable(inventory, place))}
    ${holderLines(inventoriesOf(others).filter(([place]) => !places.has(place)))}
  </details> `;
}

/** Charts, then rows of what has none. */
function figuresOf(
  title: string,
  findings: readonly ReportedFinding[],
  { limits, charted, now, beside }: Known,
): Html {
  const shown = findings.filter((one) => charted.findings.has(one));
  const others = findings.filter((one) => !charted.findings.has(one));
  return html`<div class="charts">${shown.map((one) => section(one, limits, now, beside))}</div>
    ${limitRows(title, others, limits, now, charted.isWhole ? beside.remedyOf : undefined)}`;
}

/** What is fine, by set. */
function quietFolds(
  name: string,
  quiet: readonly ReportedFinding[],
  known: Known,
): readonly Html[] {
  const groups = limitGroups([...known.limits.values()]);
  return groups.flatMap(({ title, limits }) => {
    const those = quiet.filter(({ finding }) => limits.some(({ id }) => id === finding.limit));
    if (those.length === 0) return [];
    const named = groups.length === 1 ? '' : `${title}: `;
    const summary = html`${`${named}${quietText(those, limits)}`}`;
    const listed = those.filter(known.isListed);
    if (listed.length === 0) return [html`<p class="fine">${summary}</p>`];
    return [fold(summary, figuresOf(`Figures of ${name}: ${title}, what is fine`, listed, known))];
  });
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
