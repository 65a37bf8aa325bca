import { limitGroups } from '../../../model/limit-choice/groups.ts';
import type { LimitGroup } from '../../../model/limit-choice/groups.ts';
import type { LimitDefinition } from '../../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../../model/run-report.ts';
import { counted } from '../../../text/quantities.ts';
import type { AccountReport } from '../by-account.ts';
import { compareWorst } from '../by-account.ts';
import { filterClasses } from '../filter.ts';
import { countsText, fold, isQuiet, listedIn, quietText } from '../fine.ts';
import { cell } from './heat-cell.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { accountHeading, stageText } from '../names.ts';

/** With more columns, cells of what is fine name no Region. */
const WIDE_COLUMNS = 3;
/** So many accounts that are fine are in sight; more are folded. */
const MOST_IN_SIGHT = 10;

/**
 * Accounts × limits by set, each at its worst Region; a cell opens into all of its Regions. Sets and
 * accounts with something to look at come first, and many that are fine are folded.
 */
export function heatMap(report: RunReport, accounts: readonly AccountReport[]): Html {
  const { limits } = report;
  const view = { limits, isListed: listedIn(report) };
  const groups = limitGroups(limits).map((group) => part(group, accounts));
  const isOne = groups.length === 1;
  return html`<h2 id="overview">Accounts and limits</h2>
    <p class="quiet">
      Each limit at the worst Region of each account, what is not known first. Open a cell for all
      of its Regions.
      ${isOne ? '' : 'Limits are grouped by set, and accounts that are fine are folded.'}
    </p>
    ${groups.toSorted((a, b) => compareWorst(a.rows[0], b.rows[0])).map((one) => partTables(one, view, isOne))}`;
}

interface Part {
  readonly group: LimitGroup<LimitDefinition>;
  /** Worst first; without accounts that have none of the group's limits. */
  readonly rows: readonly Row[];
  /** Accounts in which none of them is watched. */
  readonly elsewhere: number;
}

/** An account with its findings of some limits. */
interface Row extends AccountReport {
  /** Of all limits: the filter chooses accounts. */
  readonly all: AccountReport['findings'];
}

function part(group: LimitGroup<LimitDefinition>, accounts: readonly AccountReport[]): Part {
  const ids = new Set(group.limits.map(({ id }) => id));
  const rows = accounts
    .map(({ account, findings: all }): Row => {
      const findings = all.filter(({ finding }) => ids.has(finding.limit));
      return { account, findings, all };
    })
    .filter(({ findings }) => findings.length > 0)
    .toSorted(compareWorst);
  return { group, rows, elsewhere: accounts.length - rows.length };
}

interface View {
  readonly limits: RunReport['limits'];
  readonly isListed: IsListed;
}

type IsListed = (one: ReportedFinding) => boolean;

function partTables(
  { group, rows, elsewhere }: Part,
  { limits, isListed }: View,
  isOne: boolean,
): Html {
  const quiet = rows.filter(({ findings }) => findings.every(isQuiet));
  const isPartFolded = quiet.length > MOST_IN_SIGHT;
  const inSight = isPartFolded ? rows.filter((one) => !quiet.includes(one)) : rows;
  const { title, limits: columns } = group;
  const own = rows.flatMap(({ findings }) => findings);
  const absent = elsewhere === 0 ? '' : `; not watched in ${counted(elsewhere, 'account')}`;
  const summary = html`${counted(quiet.length, 'account')}:
  ${quietText(
    quiet.flatMap(({ findings }) => findings),
    limits,
  )}`;
  return html`${isOne ? nothing : html`<h3 class="part">${title} <span class="quiet">${countsText(own)}${absent}</span></h3>`}
  ${inSight.length === 0 ? nothing : table(title, columns, inSight, isListed)}
  ${
    isPartFolded
      ? fold(
          summary,
          table(`${title}, what is fine`, columns, quiet, isListed),
          quiet.flatMap(({ all: those }) => those),
        )
      : nothing
  }`;
}

function table(
  title: string,
  limits: readonly LimitDefinition[],
  rows: readonly Row[],
  isListed: IsListed,
): Html {
  return html`<div
    class="wide"
    role="region"
    aria-label="Accounts and limits: ${title}"
    tabindex="0"
  >
    <table class="heat">
      <thead>
        <tr>
          <th scope="col">Account</th>
          ${limits.map((limit) => html`<th scope="col">${limit.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((one) => row(one, limits, isListed))}
      </tbody>
    </table>
  </div>`;
}

function row(
  { account, findings, all }: Row,
  limits: readonly LimitDefinition[],
  isListed: IsListed,
): Html {
  return html`<tr class="filterable ${filterClasses(all)}">
    ${accountHeading(account, stageText(account))}
    ${limits.map(({ id }) =>
      cell(
        findings.filter(({ finding }) => finding.limit === id),
        limits.length <= WIDE_COLUMNS,
        isListed,
      ),
    )}
  </tr> `;
}
