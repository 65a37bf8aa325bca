import { INCOMPLETE_SENTENCE } from '../../alerts/words/context.ts';
import type { RunStatus } from '../../model/report.ts';
import type { RunReport } from '../../model/run-report.ts';
import { PAUSED_SENTENCE } from '../../text/paused.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { utcText } from '../../text/times.ts';
import { accountSections } from './accounts.ts';
import { attention } from './attention.ts';
import { blindSpots, isUnseen, lacksFigures } from './blind-spots.ts';
import { FUTURE_DAYS } from './chart-lines.ts';
import { chartParts } from './chart.ts';
import { changes, runs } from './earlier-runs.ts';
import { filter } from './filter.ts';
import { fleetChart } from './fleet.ts';
import { heatMap } from './heat-map.ts';
import type { Html } from './html.ts';
import { html, nothing, trusted } from './html.ts';
import type { Level } from './level.ts';
import { accountsOf } from './level.ts';
import { mutes, prunes } from './mutes.ts';
import { notCovered, notWatched } from './not-watched.ts';
import { isFullSoon, isWithoutHistory } from './outlook.ts';
import { STYLE } from './style.ts';

const STATUS_TEXT: Readonly<Record<RunStatus, string>> = {
  complete: 'Complete: everything was measured, and nothing needs attention.',
  attention: 'Needs attention: everything was measured, and there is something to do.',
  incomplete: 'Incomplete: something could not be measured, or its limit is not known.',
  failed: 'Failed: nothing could be measured, or an alert could not be sent.',
};

/**
 * Returns a run as a self-contained HTML page. It has no script and loads nothing, which its
 * Content-Security-Policy enforces; the filter is CSS only.
 * @param sha256 returns the hash of a text in base64, for the policy
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export function reportPage(report: RunReport, sha256: (text: string) => string): string {
  const { deployment, runId, purpose, measuredAt, status, paused } = report;
  const sections = sectionsOf(report);
  const policy = `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; form-action 'none'`;
  // The pause comes first, because no scheduled run follows while it lasts, whatever the status of this run.
  const statusText = `${paused === true ? `${PAUSED_SENTENCE} ` : ''}${STATUS_TEXT[status]}`;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${tabTitle(report)}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#unseen">Skip to what was not seen</a>
        <header>
          <h1>AWS limits</h1>
          <p class="quiet">
            Measured at ${utcText(measuredAt)} by ${deployment},
            ${purpose === 'check' ? 'an on-demand check' : 'a scheduled run'} (${runId})
          </p>
          <p class="status ${status}"><strong>${statusText}</strong></p>
          ${lacksFigures(report) ? html`<p><strong>${INCOMPLETE_SENTENCE}</strong></p>` : nothing}
          ${figures(report)}
          <nav aria-label="Parts of this page">
            <ul>
              ${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li> `)}
            </ul>
          </nav>
          ${chartParts(measuredAt)}
        </header>
        <main>
          ${sections.map(
            ([id, title, contents]) =>
              html`<h2 id="${id}">${title}</h2>
                ${contents} `,
          )}
        </main>
      </body>
    </html> `;
  return markup;
}

/** Returns the sections in page order. They are siblings, because the CSS of the filter selects siblings. */
function sectionsOf(report: RunReport): readonly (readonly [id: string, title: string, Html])[] {
  const accounts = accountsOf(report);
  const byDay = fleetChart(report);
  return [
    ['unseen', 'Not seen', html`${blindSpots(report)} ${filter(report)}`],
    ['attention', 'Needs attention', attention(report)],
    ['changes', 'Since the run before', changes(report)],
    ...(byDay === undefined ? [] : ([['fleet', 'All limits by day', byDay]] as const)),
    ['overview', 'Accounts and limits', heatMap(report, accounts)],
    ['accounts', 'Every account', accountSections(report, accounts)],
    ['mutes', 'Mutes', mutes(report)],
    ['prunes', 'Last prunes', prunes(report)],
    ['runs', 'Earlier runs', runs(report)],
    ['not-watched', 'Not watched here', notWatched(report)],
    ['not-covered', 'Not covered', notCovered(report)],
  ];
}

/** Returns the title. It begins with the state, because a browser tab shows only the beginning. */
function tabTitle(report: RunReport): string {
  const { findings, deployment, measuredAt, accountsTrouble, paused } = report;
  const { unseen, critical, warn } = countsOf(findings);
  const parts = [
    [critical, 'critical'],
    [warn, 'warning'],
    [unseen, 'not seen'],
  ] as const;
  const bad = parts.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
  const list = accountsTrouble === undefined ? [] : ['accounts not known'];
  const state = [...(paused === true ? ['paused'] : []), ...bad, ...list];
  const first = findings.length === 0 ? 'nothing measured' : state.join(', ') || 'all fine';
  return `${first} – ${deployment}, AWS limits at ${utcText(measuredAt)}`;
}

function countsOf(findings: RunReport['findings']) {
  return {
    unseen: findings.filter(isUnseen).length,
    critical: findings.filter(({ finding }) => finding.state === 'critical').length,
    warn: findings.filter(({ finding }) => finding.state === 'warn').length,
  };
}

/**
 * The run in four figures, unmeasured limits first. If a limit was not measured, the other figures say that they
 * cover only measured limits, and 0 is not shown as ok. 0 forecasts are not ok if a limit lacks a week of samples.
 */
function figures({ findings, history, accountsTrouble }: RunReport): Html {
  const { unseen, critical, warn } = countsOf(findings);
  const isWhole = unseen === 0 && accountsTrouble === undefined;
  const none = isWhole ? 'ok' : 'blind';
  const ofSeen = isWhole ? '' : ' of what was seen';
  const list =
    accountsTrouble === undefined ? '' : '; something is wrong with the list of accounts';
  const full = findings.filter(isFullSoon).length;
  const without = findings.filter(isWithoutHistory).length;
  const soon = `expected full within ${FUTURE_DAYS} days${ofSeen}`;
  const figure = (level: Level, value: number | string, words: string) =>
    html`<li class="${level}">
      <span
        ><strong>${typeof value === 'number' ? withSeparators(value) : value}</strong>
        ${words}</span
      >
    </li> `;
  return html`<ul class="figures">
    ${figure(none, unseen, `not seen, of ${counted(findings.length, 'figure')}${list}`)}
    ${figure(critical > 0 ? 'critical' : none, critical, `critical${ofSeen}`)}
    ${figure(warn > 0 ? 'warn' : none, warn, `at warning${ofSeen}`)}
    ${
      history === 'not-known'
        ? figure('blind', 'Not known', soon)
        : without === 0
          ? figure(full > 0 ? 'warn' : none, full, soon)
          : figure(
              full > 0 ? 'warn' : 'blind',
              full,
              `${soon}; ${withSeparators(without)} without a week of history`,
            )
    }
  </ul>`;
}
