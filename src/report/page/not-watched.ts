import { catalogue } from '../../limits/catalogue.ts';
import type { CoveredLimit } from '../../limits/coverage.ts';
import { ASSUMED, coverageOf, NOT_MEASURED } from '../../limits/coverage.ts';
import { limitGroups } from '../../model/limit-choice/groups.ts';
import type { LimitGroup } from '../../model/limit-choice/groups.ts';
import { LIMIT_SETS } from '../../model/limit-choice/sets.ts';
import type { RunReport } from '../../model/run-report.ts';
import { counted } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { typed } from './remedy.ts';

/** Limits of a report that are named one by one. */
const MOST_NAMED = 6;

/** What could be watched and is not, what cannot be measured, and what else is not covered. */
export function notWatched(report: RunReport): Html {
  const { notCovered, limits } = report;
  const named =
    limits.length > MOST_NAMED
      ? `the ${limits.length} of this report`
      : limits.map(({ title }) => title).join(', ');
  return html`<h2 id="not-watched">Not watched here</h2>
    ${watchable(report)}
    <h3 class="reasons">Cannot be measured</h3>
    <ul class="reasons">
      ${NOT_MEASURED.map(({ what, why }) => html`<li>${what}: <span class="quiet">${why}</span></li> `)}
    </ul>
    <h2 id="not-covered">Not covered</h2>
    <ul>
      ${notCovered.map((one) => html`<li>${one}</li>`)}
      <li>Every limit of AWS besides ${named}.</li>
      <li>Accounts and Regions that the configuration does not name.</li>
    </ul>`;
}

function watchable(report: RunReport): Html {
  const { notWatched: ids } = report;
  const partly = partlyWatched(report);
  const some =
    partly.length === 0
      ? nothing
      : html`<p>Watched in some accounts only: ${partly.join(', ')}.</p>`;
  if (ids === undefined)
    return html`<p>This report does not say which limits could be watched.</p>
      ${some}`;
  const rows = coverageOf(catalogue, ASSUMED).filter(({ id }) => ids.some((one) => one === id));
  if (rows.length === 0) {
    return html`<p>Every limit that can be watched is watched in an account of this report.</p>
      ${some}`;
  }
  return html`<p>
      ${counted(rows.length, 'limit')} can be watched and ${rows.length === 1 ? 'is' : 'are'} not,
      in any account of this report. To watch them, name the set or a limit of it under watch in
      watchdog.yml and set the parameter of the read role;
      <code>${typed(report, 'limits')}</code> lists their calls and permissions.
    </p>
    <ul class="reasons">
      ${limitGroups(rows).map(setLine)}
    </ul>
    ${some}`;
}

function setLine({ set, title, limits }: LimitGroup<CoveredLimit>): Html {
  const how = set === undefined ? '' : `set ${set}, ${LIMIT_SETS[set].parameter}=true`;
  return html`<li>
    ${title} <span class="quiet">(${how})</span>: ${limits.map((one) => one.title).join(', ')}
  </li> `;
}

/** `IAM roles (8 of 30 accounts)`. */
function partlyWatched({ findings, limits }: RunReport): readonly string[] {
  const accountsOf = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { finding } of findings) {
    const { id } = finding.target.account;
    all.add(id);
    const those = accountsOf.get(finding.limit);
    if (those === undefined) accountsOf.set(finding.limit, new Set([id]));
    else those.add(id);
  }
  return limits.flatMap(({ id, title }) => {
    const { size = 0 } = accountsOf.get(id) ?? {};
    return size < all.size ? [`${title} (${size} of ${counted(all.size, 'account')})`] : [];
  });
}
