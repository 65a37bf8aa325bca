import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { briefForecast } from '../../alerts/words/forecast-text.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { isUnseen } from './blind-spots.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { anchorOf, placeText, titleOf } from './names.ts';
import { isFullSoon, isWithoutHistory, SOON_DAYS } from './outlook.ts';
import type { Standing } from './level.ts';
import { worstFirst } from './level.ts';

/** Lines of the list; the overview below has everything. */
const LISTED = 20;

/**
 * The run in four figures, what is not known first. While something was not seen, a figure is of what was
 * seen and says so, and 0 is no good news.
 */
export function figures({ findings, history, accountsTrouble }: RunReport): Html {
  const unseen = findings.filter(isUnseen).length;
  const critical = findings.filter(({ finding }) => finding.state === 'critical').length;
  const warn = findings.filter(({ finding }) => finding.state === 'warn').length;
  const isWhole = unseen === 0 && accountsTrouble === undefined;
  const none = isWhole ? 'ok' : 'blind';
  const ofSeen = isWhole ? '' : ' of what was seen';
  return html`<ul class="figures">
    ${figure(none, withSeparators(unseen), `not seen, of ${counted(findings.length, 'figure')}${accountsTrouble === undefined ? '' : '; something is wrong with the list of accounts'}`)}
    ${figure(critical > 0 ? 'critical' : none, withSeparators(critical), `critical${ofSeen}`)}
    ${figure(warn > 0 ? 'warn' : none, withSeparators(warn), `at warning${ofSeen}`)}
    ${soon(findings, history, none, ofSeen)}
  </ul>`;
}

function figure(standing: Standing, value: string, words: string): Html {
  return html`<li class="${standing}">
    <span><strong>${value}</strong> ${words}</span>
  </li> `;
}

/** Where too little is remembered, no forecast is not good news. */
function soon(
  findings: readonly ReportedFinding[],
  history: RunReport['history'],
  none: Standing,
  ofSeen: string,
): Html {
  const words = `expected full within ${SOON_DAYS} days${ofSeen}`;
  if (history === 'not-known') return figure('blind', 'Not known', words);
  const full = findings.filter(isFullSoon).length;
  const without = findings.filter(isWithoutHistory).length;
  if (without === 0) return figure(full > 0 ? 'warn' : none, withSeparators(full), words);
  const seen = full > 0 ? 'warn' : 'blind';
  return figure(
    seen,
    withSeparators(full),
    `${words}; ${withSeparators(without)} without a week of history`,
  );
}

/** What somebody should look at, the worst first. */
export function attention({ findings, limits }: RunReport): Html {
  const all = findings
    .filter(
      (one) => one.finding.state === 'critical' || one.finding.state === 'warn' || isFullSoon(one),
    )
    .toSorted(worstFirst);
  if (all.length === 0) {
    return html`<h2 id="attention">Needs attention</h2>
      <p>Nothing of what was seen.</p>`;
  }
  const more = all.length - LISTED;
  return html`<h2 id="attention">Needs attention</h2>
    <ol class="attention">
      ${all.slice(0, LISTED).map((one) => line(one, limits))}
    </ol>
    ${more > 0 ? html`<p>And ${counted(more, 'more limit')}, in the overview below.</p>` : nothing}`;
}

function line(one: ReportedFinding, limits: RunReport['limits']): Html {
  const { target, limit } = one.finding;
  const { forecast } = one;
  return html`<li>
    ${label(one)}
    <a href="#${anchorOf(target, limit)}"
      >${target.account.name}, ${placeText(placeOf(target))}: ${titleOf(limits, limit)}</a
    >${forecast !== undefined && isFullSoon(one) ? html` <span class="quiet">${briefForecast(forecast)} if it goes on like this</span>` : nothing}
  </li> `;
}
