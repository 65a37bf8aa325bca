import { briefForecast } from '../../alerts/words/forecast-text.ts';
import type { RemedyOf } from '../../alerts/words/remedies.ts';
import { remediesOf } from '../../alerts/words/remedies.ts';
import { groupBy } from '../../model/group-by.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { detailText } from '../../text/figure-detail.ts';
import { counted } from '../../text/quantities.ts';
import { filterClasses } from './filter.ts';
import { countsText } from './fine.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label, worstFirst } from './level.ts';
import { findingLink, placeLink } from './names.ts';
import { isFullSoon, needsRemedy, usageText } from './outlook.ts';
import { commandLine, consoleLinks } from './remedy.ts';

/** How many entries the list has. The overview below it shows all limits. */
const LISTED = 20;
/** How many Regions an entry names besides the worst. */
const LISTED_PLACES = 6;

/** Findings of one account and limit in the same state, the worst Region first. One remedy serves all of them. */
type Group = readonly [ReportedFinding, ...ReportedFinding[]];

/** The list of limits that need work, the worst first, each with a command and links. */
export function attention(report: RunReport): Html {
  const { findings, limits } = report;
  const worst = findings.filter(needsRemedy).toSorted(worstFirst);
  if (worst.length === 0) return html`<p>Nothing of what was seen.</p>`;
  const groups: readonly Group[] = [
    ...groupBy(worst, ({ finding: { target, limit, state }, mutedBy }) =>
      [target.account.id, limit, state, mutedBy === undefined].join(' '),
    ).values(),
  ];
  const remedyOf = remediesOf(report);
  const more = groups.slice(LISTED).flat();
  return html`<ol class="attention">
      ${groups.slice(0, LISTED).map((group) => entry(group, limits, remedyOf))}
    </ol>
    ${more.length > 0 ? html`<p>And ${counted(more.length, 'more limit')} in the overview below: ${countsText(more)}.</p>` : nothing}`;
}

function entry(group: Group, limits: RunReport['limits'], remedyOf: RemedyOf): Html {
  const [worst, ...others] = group;
  const { finding } = worst;
  const { limit } = finding;
  const definition = limits.find(({ id }) => id === limit);
  const title = `${definition?.title ?? limit}${detailText(finding)}`;
  const { command, links } = remedyOf(worst);
  const more = others.length - LISTED_PLACES;
  const places = others
    .slice(0, LISTED_PLACES)
    .map(
      (one, at) => html`${at === 0 ? nothing : html`, `}${placeLink(one.finding)} ${label(one)}`,
    );
  return html`<li class="filterable ${filterClasses(group)}">
    ${label(worst)} ${findingLink(finding, title)}
    <span>${definition === undefined ? '' : figuresText(worst, definition)}</span>
    ${others.length === 0 ? nothing : html`<p>Also ${places}${more > 0 ? html` and ${counted(more, 'more Region')}` : nothing}</p>`}
    <div class="remedy">${commandLine(command)}${consoleLinks(links)}</div>
  </li> `;
}

function figuresText(one: ReportedFinding, definition: LimitDefinition): string {
  const { finding, forecast } = one;
  if (!('quota' in finding)) return '';
  const soon =
    forecast !== undefined && isFullSoon(one) ? `; ${briefForecast(forecast)} at this rate` : '';
  return `${usageText(finding, definition)}${soon}`;
}
