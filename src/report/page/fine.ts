import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { titleOf } from '../../model/limit.ts';
import { percentText, withSeparators } from '../../text/quantities.ts';
import { filterClasses } from './filter.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { worstFirst } from './level.ts';
import { placeText } from './names.ts';
import { isFullSoon } from './outlook.ts';

/** Whether a limit was measured, is below its thresholds and not forecast to be full soon. */
export function isFine(one: ReportedFinding): boolean {
  return one.finding.state === 'ok' && !isFullSoon(one);
}

/** Whether a finding may be hidden at first: it is fine, or its Region is not enabled. */
export function isQuiet(one: ReportedFinding): boolean {
  return isFine(one) || one.finding.state === 'not-enabled';
}

/** A report with at most this many findings has a row for each. In a longer one, most quiet ones are only counted. */
const MOST_LISTED = 20_000;

/** Returns a test whether a finding has a row. In a long report, quiet ones without a change of state have none. */
export function listedIn({ findings }: RunReport): (one: ReportedFinding) => boolean {
  return findings.length <= MOST_LISTED
    ? () => true
    : (one) => !isQuiet(one) || one.before !== undefined;
}

/** Returns how many findings are in each state: `2 critical, 1 at warning, 98 fine`. */
export function countsText(findings: readonly ReportedFinding[]): string {
  const many = (fits: (one: ReportedFinding) => boolean) => findings.filter(fits).length;
  const inState = (state: ReportedFinding['finding']['state']) =>
    many(({ finding }) => finding.state === state);
  const fine = many(isFine);
  const parts = [
    [inState('not-measured'), 'not measured'],
    [inState('unknown'), 'with an unknown limit'],
    [inState('critical'), 'critical'],
    [inState('warn'), 'at warning'],
    [inState('ok') - fine, 'full soon'],
    [fine, 'fine'],
    [inState('no-data'), 'without data'],
    [inState('not-enabled'), 'in Regions that are not enabled'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, what]) => `${withSeparators(amount)} ${what}`)
    .join(', ');
}

/** Returns the counts, and the fullest limit: `98 fine; the fullest 61 %: dev, eu-west-1, IAM roles`. */
export function quietText(
  findings: readonly ReportedFinding[],
  limits: RunReport['limits'],
): string {
  const [fullest] = findings.toSorted(worstFirst);
  const counts = countsText(findings);
  if (fullest === undefined || !('quota' in fullest.finding)) return counts;
  const { target, limit, used, quota } = fullest.finding;
  return `${counts}; the fullest ${percentText(used, quota)}: ${target.account.name}, ${placeText(target)}, ${titleOf(limits, limit)}`;
}

/**
 * Contents that are hidden until the reader opens them.
 * @param filtered the findings whose stages and states decide if the page's filter hides this; undefined: never hidden
 */
export function disclosure(
  summary: string,
  contents: Html,
  filtered?: readonly ReportedFinding[],
): Html {
  const className = filtered === undefined ? 'fine' : `fine filterable ${filterClasses(filtered)}`;
  return html`<details class="${className}">
    <summary>${summary}</summary>
    ${contents}
  </details> `;
}
