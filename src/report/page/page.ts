import type { RunReport } from '../../model/run-report.ts';
import type { RunStatus } from '../../model/report.ts';
import { INCOMPLETE_SENTENCE } from '../../alerts/words/context.ts';
import { PAUSED_SENTENCE } from '../../text/paused.ts';
import { utcText } from '../../text/times.ts';
import { accountSections } from './accounts.ts';
import { accountsOf } from './by-account.ts';
import { attention } from './attention.ts';
import { changes } from './changes.ts';
import { chartParts } from './chart.ts';
import { blindSpots, lacksFigures } from './blind-spots.ts';
import { filter } from './filter.ts';
import { fleet, hasFleet } from './overview/fleet.ts';
import { heatMap } from './overview/heat-map.ts';
import type { Html } from './html.ts';
import { html, nothing, trusted } from './html.ts';
import { mutes, prunes } from './mutes.ts';
import { notWatched } from './not-watched.ts';
import { runs } from './runs.ts';
import { STYLE } from './style.ts';
import { figures } from './summary.ts';

const STATUS_TEXT: Readonly<Record<RunStatus, string>> = {
  complete: 'Complete: everything was measured, and nothing needs attention.',
  attention: 'Needs attention: everything was measured, and there is something to do.',
  incomplete: 'Incomplete: something could not be measured, or its limit is not known.',
  failed: 'Failed: nothing could be measured, or no alert could be sent.',
};

/**
 * One run as a page of its own: no script, nothing loaded from anywhere, and a policy that forbids
 * both; its filter is of style alone. `sha256` gives the digest of a text in base64, for the policy.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export function reportPage(report: RunReport, sha256: (text: string) => string): string {
  const { deployment, runId, purpose, measuredAt, status } = report;
  const accounts = accountsOf(report);
  const policy = `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; form-action 'none'`;
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
          <p class="status ${status}"><strong>${statusText(report)}</strong></p>
          ${lacksFigures(report) ? html`<p><strong>${INCOMPLETE_SENTENCE}</strong></p>` : nothing}
          ${figures(report)} ${links(report)} ${chartParts(measuredAt)}
        </header>
        <main>
          ${blindSpots(report)} ${filter(report)} ${attention(report)} ${changes(report)}
          ${fleet(report)} ${heatMap(report, accounts)} ${accountSections(report, accounts)}
          ${mutes(report)} ${prunes(report)} ${runs(report)} ${notWatched(report)}
        </main>
      </body>
    </html> `;
  return markup;
}

/** Begins with a pause: then nothing follows by itself, however this run has ended. */
function statusText({ status, paused }: RunReport): string {
  return paused === true ? `${PAUSED_SENTENCE} ${STATUS_TEXT[status]}` : STATUS_TEXT[status];
}

/** The state before the name: a tab shows the beginning. */
function tabTitle(report: RunReport): string {
  const { findings, deployment, measuredAt, accountsTrouble, paused } = report;
  const count = (...states: readonly string[]) =>
    findings.filter(({ finding }) => states.includes(finding.state)).length;
  const parts = [
    [count('critical'), 'critical'],
    [count('warn'), 'warning'],
    [count('not-measured', 'unknown'), 'not seen'],
  ] as const;
  const bad = parts.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
  const list = accountsTrouble === undefined ? [] : ['accounts not known'];
  const state = [...(paused === true ? ['paused'] : []), ...bad, ...list];
  const first = findings.length === 0 ? 'nothing measured' : state.join(', ') || 'all fine';
  return `${first} – ${deployment}, AWS limits at ${utcText(measuredAt)}`;
}

function links(report: RunReport): Html {
  const parts: readonly (readonly [id: string, title: string])[] = [
    ['unseen', 'Not seen'],
    ['attention', 'Needs attention'],
    ['changes', 'Since the run before'],
    ...(hasFleet(report) ? ([['fleet', 'All limits by day']] as const) : []),
    ['overview', 'Accounts and limits'],
    ['accounts', 'Every account'],
    ['mutes', 'Mutes'],
    ['prunes', 'Last prunes'],
    ['runs', 'Earlier runs'],
    ['not-watched', 'Not watched here'],
    ['not-covered', 'Not covered'],
  ];
  return html`<nav aria-label="Parts of this page">
    <ul>
      ${parts.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li> `)}
    </ul>
  </nav>`;
}
