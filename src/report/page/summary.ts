import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { isUnseen } from './blind-spots.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { isFullSoon, isWithoutHistory, SOON_DAYS } from './outlook.ts';
import type { Standing } from './level.ts';

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
