import { limitGroups } from '../../model/limit-choice/groups.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { percentOf } from '../../model/units.ts';
import { counted } from '../../text/quantities.ts';
import { filterClasses } from './filter.ts';
import { countsText, disclosure, isFine, isQuiet, listedIn, quietText } from './fine.ts';
import type { Html } from './html.ts';
import { html, nothing, table } from './html.ts';
import type { AccountReport } from './level.ts';
import { accountsOf, bar, levelOf, levelText, worstFirst } from './level.ts';
import { accountHeading, detailLink, placeLink, placeText, stageText } from './names.ts';

/** In a table with more columns, the cells of healthy limits do not name a Region. */
const WIDE_COLUMNS = 3;
/** How many healthy accounts a table shows. If there are more, all of them are hidden at first. */
const MOST_VISIBLE = 10;

/** Returns whether a figure has a row elsewhere on the page, so that a link can lead to it. */
type IsListed = (one: ReportedFinding) => boolean;

/** The content of the table of one set of limits. */
interface SetView {
  readonly title: string;
  readonly columns: readonly LimitDefinition[];
  /** Accounts with a limit of the set, worst first. */
  readonly rows: readonly AccountReport[];
  /** The number of accounts in which no limit of the set is watched. */
  readonly elsewhere: number;
}

/**
 * Tables of accounts and limits, one for each set. A cell shows the worst Region of an account, and opens into
 * all Regions. Sets and accounts that need work come first.
 */
export function heatMap(report: RunReport, accounts: readonly AccountReport[]): Html {
  const { limits } = report;
  const isListed = listedIn(report);
  const findings = accounts.flatMap((one) => one.findings);
  const views = limitGroups(limits).map(({ title, limits: columns }): SetView => {
    const ids = new Set(columns.map(({ id }) => id));
    const rows = accountsOf({ findings: findings.filter(({ finding }) => ids.has(finding.limit)) });
    return { title, columns, rows, elsewhere: accounts.length - rows.length };
  });
  const isOne = views.length === 1;
  const classes = new Map(
    accounts.map(({ account, findings: all }) => [account.id, filterClasses(all)]),
  );
  const tableOf = (name: string, { columns }: SetView, rows: SetView['rows']) =>
    table(
      `Accounts and limits: ${name}`,
      ['Account', ...columns.map(({ title }) => title)],
      rows.map((row) => {
        const cells = columns.map(({ id }) =>
          cell(
            row.findings.filter(({ finding }) => finding.limit === id),
            columns.length <= WIDE_COLUMNS,
            isListed,
          ),
        );
        return html`<tr class="filterable ${classes.get(row.account.id) ?? ''}">
          ${accountHeading(row.account, stageText(row.account))} ${cells}
        </tr> `;
      }),
      { className: 'heat' },
    );
  const tablesOf = (view: SetView): Html => {
    const { title, rows, elsewhere } = view;
    const quiet = rows.filter((one) => one.findings.every(isQuiet));
    const isFolded = quiet.length > MOST_VISIBLE;
    const visible = isFolded ? rows.filter((one) => !quiet.includes(one)) : rows;
    const absent = elsewhere === 0 ? '' : `; not watched in ${counted(elsewhere, 'account')}`;
    const counts = `${countsText(rows.flatMap((one) => one.findings))}${absent}`;
    const quietIds = new Set(quiet.map(({ account }) => account.id));
    const folded = () =>
      disclosure(
        `${counted(quiet.length, 'account')}: ${quietText(
          quiet.flatMap((one) => one.findings),
          limits,
        )}`,
        tableOf(`${title}, what is fine`, view, quiet),
        findings.filter(({ finding }) => quietIds.has(finding.target.account.id)),
      );
    return html`${isOne ? nothing : html`<h3 class="part">${title} <span class="quiet">${counts}</span></h3>`}
    ${visible.length === 0 ? nothing : tableOf(title, view, visible)}
    ${isFolded ? folded() : nothing}`;
  };
  return html`<p class="quiet">
      Each limit at the worst Region of each account, what is not known first. Open a cell for all
      of its Regions.
      ${isOne ? '' : 'Limits are grouped by set, and accounts that are fine are folded.'}
    </p>
    ${views.toSorted((a, b) => compareWorst(a.rows[0], b.rows[0])).map(tablesOf)}`;
}

/** Compares accounts for sorting: the one with the worst finding comes first, undefined comes last. */
function compareWorst(a: AccountReport | undefined, b: AccountReport | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return worstFirst(a.findings[0], b.findings[0]);
}

/**
 * The cell of one limit in one account, which shows its worst Region.
 * @param ranked the findings of the limit's Regions, worst first
 * @param isWide whether there is room to name the Region of a healthy limit
 */
function cell(ranked: readonly ReportedFinding[], isWide: boolean, isListed: IsListed): Html {
  const [worst] = ranked;
  if (worst === undefined) return html`<td class="quiet">not watched</td>`;
  const { finding } = worst;
  const words = levelText(worst);
  const strip = 'quota' in finding ? bar(finding.used, finding.quota) : nothing;
  const className = shadeOf(finding);
  if (finding.target.scope === 'account') {
    return html`<td class="${className}">
      ${isListed(worst) ? detailLink(finding, words) : words}${strip}
    </td>`;
  }
  const place =
    isWide || !isFine(worst) ? html` <span class="quiet">${where(ranked, worst)}</span>` : nothing;
  const listed = ranked.filter(isListed);
  if (listed.length === 0) return html`<td class="${className}">${words}${place}${strip}</td>`;
  const others = ranked.filter((one) => !isListed(one));
  // An unmeasured Region counts as the worst, and must not hide how full the other Regions are.
  const fullest = ranked.find((one) => 'quota' in one.finding);
  const beside =
    levelOf(finding) === 'blind' && fullest !== undefined
      ? html` <span>(elsewhere at most ${levelText(fullest)})</span>`
      : nothing;
  return html`<td class="${className}">
    <details>
      <summary><span>${words}</span>${place}${beside}</summary>
      <ul>
        ${listed.map((one) => html`<li>${placeLink(one.finding)}: ${levelText(one)}</li> `)}
        ${others.length > 0 ? html`<li>${countsText(others)}</li>` : nothing}
      </ul>
    </details>
    ${strip}
  </td>`;
}

/** Returns the only Region, `eu-west-1 of 3 Regions` for the worst, or `in all 3 Regions` if all read the same. */
function where(ranked: readonly ReportedFinding[], worst: ReportedFinding): string {
  const place = placeText(worst.finding.target);
  if (ranked.length === 1) return place;
  const regions = counted(ranked.length, 'Region');
  const words = levelText(worst);
  return ranked.every((one) => levelText(one) === words)
    ? `in all ${regions}`
    : `${place} of ${regions}`;
}

/** Returns the CSS class of a cell. A healthy limit that is at least half full has a deeper colour. */
function shadeOf(finding: ReportedFinding['finding']): string {
  const level = levelOf(finding);
  return level === 'ok' && 'quota' in finding && percentOf(finding.used, finding.quota) >= 50
    ? 'ok half'
    : level;
}
