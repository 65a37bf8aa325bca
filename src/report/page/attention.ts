import { detailText } from '../../text/figure-detail.ts';
import { briefForecast } from '../../alerts/words/forecast-text.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { counted } from '../../text/quantities.ts';
import { filterClasses } from './filter.ts';
import { countsText } from './fine.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { worstFirst } from './level.ts';
import { anchorOf, placeText } from './names.ts';
import { isFullSoon, needsRemedy } from './outlook.ts';
import type { RemedyOf } from '../../alerts/words/remedies.ts';
import { remediesOf } from '../../alerts/words/remedies.ts';
import { commandLine, consoleLinks } from './remedy.ts';
import { usageText } from './usage.ts';

/** Entries of the list; the overview below has everything. */
const LISTED = 20;
/** Other places of an entry that are named. */
const LISTED_PLACES = 6;

/** The places of one account where the same limit is in the same state, the worst first. */
type Group = readonly [ReportedFinding, ...ReportedFinding[]];

/** What somebody should look at, the worst first, with what to type and where to look. */
export function attention(report: RunReport): Html {
  const { findings, limits } = report;
  const groups = groupsOf(findings.filter(needsRemedy).toSorted(worstFirst));
  if (groups.length === 0) {
    return html`<h2 id="attention">Needs attention</h2>
      <p>Nothing of what was seen.</p>`;
  }
  const remedyOf = remediesOf(report);
  const more = groups.slice(LISTED).flat();
  return html`<h2 id="attention">Needs attention</h2>
    <ol class="attention">
      ${groups.slice(0, LISTED).map((group) => entry(group, limits, remedyOf))}
    </ol>
    ${more.length > 0 ? html`<p>And ${counted(more.length, 'more limit')} in the overview below: ${countsText(more)}.</p>` : nothing}`;
}

/** Several Regions of one account have one remedy. */
function groupsOf(worst: readonly ReportedFinding[]): readonly Group[] {
  const groups = new Map<string, [ReportedFinding, ...ReportedFinding[]]>();
  for (const one of worst) {
    const { target, limit, state } = one.finding;
    const muted = one.mutedBy === undefined ? '' : 'muted';
    const key = [target.account.id, limit, state, muted].join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function entry(group: Group, limits: RunReport['limits'], remedyOf: RemedyOf): Html {
  const [worst, ...others] = group;
  const { target, limit } = worst.finding;
  const definition = limits.find(({ id }) => id === limit);
  const { command, links } = remedyOf(worst);
  return html`<li class="filterable ${filterClasses(group)}">
    ${label(worst)}
    <a href="#${anchorOf(target, limit)}"
      >${target.account.name}, ${placeText(placeOf(target))}:
      ${definition?.title ?? limit}${detailText(worst.finding)}</a
    >
    <span>${definition === undefined ? '' : figuresText(worst, definition)}</span>
    ${others.length === 0 ? nothing : html`<p>Also ${others.slice(0, LISTED_PLACES).map(otherPlace)}${more(others)}</p>`}
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

function otherPlace(one: ReportedFinding, at: number): Html {
  const { target, limit } = one.finding;
  return html`${at === 0 ? '' : ', '}<a href="#${anchorOf(target, limit)}"
      >${placeText(placeOf(target))}</a
    >
    ${label(one)}`;
}

function more(others: readonly ReportedFinding[]): string {
  const left = others.length - LISTED_PLACES;
  return left > 0 ? ` and ${counted(left, 'more Region')}` : '';
}
