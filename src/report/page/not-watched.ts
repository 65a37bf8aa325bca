import { catalogue } from '../../limits/catalogue.ts';
import { ASSUMED, coverageOf, NOT_MEASURED } from '../../limits/coverage.ts';
import { groupBy } from '../../model/group-by.ts';
import { limitGroups } from '../../model/limit-choice/groups.ts';
import { LIMIT_SETS } from '../../model/limit-choice/sets.ts';
import type { RunReport } from '../../model/run-report.ts';
import { counted } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { commandText } from './remedy.ts';

/** If a report has more limits, the text gives their number instead of their names. */
const MOST_NAMED = 6;

/** The part about limits that could be watched but are not, and limits that cannot be measured. */
export function notWatched(report: RunReport): Html {
  const partly = partlyWatched(report);
  return html`${watchable(report)}
    ${partly.length === 0 ? nothing : html`<p>Watched in some accounts only: ${partly.join(', ')}.</p>`}
    <h3 class="reasons">Cannot be measured</h3>
    <ul class="reasons">
      ${NOT_MEASURED.map(({ what, why }) => html`<li>${what}: <span class="quiet">${why}</span></li> `)}
    </ul>`;
}

/** The part about everything else that the report does not cover. */
export function notCovered({ notCovered: facts, limits }: RunReport): Html {
  const named =
    limits.length > MOST_NAMED
      ? `the ${limits.length} of this report`
      : limits.map(({ title }) => title).join(', ');
  return html`<ul>
    ${facts.map((one) => html`<li>${one}</li>`)}
    <li>Every limit of AWS besides ${named}.</li>
    <li>Accounts and Regions that the configuration does not name.</li>
  </ul>`;
}

function watchable(report: RunReport): Html {
  const { notWatched: ids } = report;
  if (ids === undefined)
    return html`<p>This report does not say which limits could be watched.</p>`;
  const rows = coverageOf(catalogue, ASSUMED).filter(({ id }) => ids.some((one) => one === id));
  if (rows.length === 0)
    return html`<p>Every limit that can be watched is watched in an account of this report.</p>`;
  const lines = limitGroups(rows).map(({ set, title, limits }) => {
    const how = set === undefined ? '' : `set ${set}, ${LIMIT_SETS[set].parameter}=true`;
    return html`<li>
      ${title} <span class="quiet">(${how})</span>: ${limits.map((one) => one.title).join(', ')}
    </li> `;
  });
  return html`<p>
      ${counted(rows.length, 'limit')} can be watched and ${rows.length === 1 ? 'is' : 'are'} not,
      in any account of this report. To watch them, name the set or a limit of it under watch in
      watchdog.yml and set the parameter of the read role;
      <code>${commandText(report, 'limits')}</code> lists their calls and permissions.
    </p>
    <ul class="reasons">
      ${lines}
    </ul>`;
}

/** Returns the limits that only some accounts watch: `IAM roles (8 of 30 accounts)`. */
function partlyWatched({ findings, limits }: RunReport): readonly string[] {
  const accountsIn = (those: RunReport['findings']) =>
    new Set(those.map(({ finding }) => finding.target.account.id)).size;
  const all = accountsIn(findings);
  const byLimit = groupBy(findings, ({ finding }) => finding.limit);
  return limits.flatMap(({ id, title }) => {
    const watching = accountsIn(byLimit.get(id) ?? []);
    return watching < all ? [`${title} (${watching} of ${counted(all, 'account')})`] : [];
  });
}
