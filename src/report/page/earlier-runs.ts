import { consoleLink, latestReportLink } from '../../alerts/words/console-links.ts';
import type { FindingState } from '../../model/finding.ts';
import { titleOf } from '../../model/limit.ts';
import { pageName } from '../../model/report-names.ts';
import type { RunStatus } from '../../model/report.ts';
import type { KeptRun, ReportedFinding, ReportPlace, RunReport } from '../../model/run-report.ts';
import { failureText } from '../../text/failure-text.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { utcText } from '../../text/times.ts';
import type { Html } from './html.ts';
import { html, nothing, table } from './html.ts';
import { label, worstFirst } from './level.ts';
import { findingLink } from './names.ts';

/** How many limits with a changed state are named. */
const LISTED_CHANGES = 20;
/** How many runs are listed, and how many of them are visible at first. The bucket has the pages of all runs. */
const LISTED_RUNS = 60;
const OPEN_RUNS = 5;

const STATE_WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'fine',
  warn: 'warning',
  critical: 'critical',
  unknown: 'limit unknown',
  'not-measured': 'not measured',
  'not-enabled': 'Region not enabled',
  'no-data': 'no data',
};

const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  complete: 'complete',
  attention: 'needs attention',
  incomplete: 'incomplete',
  failed: 'failed',
};

/** The part about limits whose state changed since the previous run. */
export function changes({ earlier, findings, limits, place }: RunReport): Html {
  if (earlier === undefined)
    return html`<p>Not compared: an on-demand check does not read earlier runs.</p>`;
  if (earlier.kind === 'failed')
    return html`<p>
      Not compared: the run before could not be read: ${failureText(earlier.failure)}.
    </p>`;
  const [last] = earlier.runs;
  if (last === undefined) return html`<p>There is no run before this one to compare with.</p>`;
  const changed = findings.filter(({ before }) => before !== undefined && before !== 'new');
  const added = findings.filter(({ before }) => before === 'new').length;
  const more = changed.length - LISTED_CHANGES;
  return html`<p>
      Compared with the run of ${runLink(last, place)}:
      ${changed.length === 0 ? 'no limit changed its state' : `${counted(changed.length, 'limit')} changed state`}${
        added === 0 ? '' : `, ${counted(added, 'limit')} new`
      }${earlier.gone === 0 ? '' : `, ${counted(earlier.gone, 'limit')} no longer watched`}.
    </p>
    ${
      changed.length === 0
        ? nothing
        : html`<ul class="attention">
            ${changed
              .toSorted(worstFirst)
              .slice(0, LISTED_CHANGES)
              .map((one) => change(one, limits))}
          </ul>`
    }
    ${more > 0 ? html`<p>And ${counted(more, 'more limit')}.</p>` : nothing}`;
}

function change(one: ReportedFinding, limits: RunReport['limits']): Html {
  const { before, finding } = one;
  const title = titleOf(limits, finding.limit);
  const was = before === undefined || before === 'new' ? '' : `was ${STATE_WORDS[before]}`;
  return html`<li>
    ${label(one)} ${findingLink(finding, title)} <span class="quiet">${was}</span>
  </li> `;
}

/** The list of earlier runs, each with a link to its page in the S3 console. */
export function runs({ earlier, place }: RunReport): Html {
  const all = place === undefined ? nothing : html`<p>${allPages(place)}</p>`;
  if (earlier === undefined)
    return html`<p>An on-demand check does not read them.</p>
      ${all}`;
  if (earlier.kind === 'failed')
    return html`<p>They could not be read: ${failureText(earlier.failure)}.</p>
      ${all}`;
  if (earlier.runs.length === 0)
    return html`<p>None is listed yet.</p>
      ${all}`;
  const others = earlier.runs.slice(OPEN_RUNS, LISTED_RUNS);
  return html`${all} ${runTable('Last runs', earlier.runs.slice(0, OPEN_RUNS), place)}
  ${
    others.length === 0
      ? nothing
      : html`<details class="older">
          <summary>${counted(others.length, 'run')} before that</summary>
          ${runTable('Older runs', others, place)}
        </details>`
  }`;
}

function runTable(name: string, listed: readonly KeptRun[], place: ReportPlace | undefined): Html {
  return table(
    name,
    ['Measured', 'Status', 'Critical', 'Warning', 'Not seen'],
    listed.map(
      (run) =>
        html`<tr>
          <th scope="row">${runLink(run, place)}</th>
          <td>${STATUS_WORDS[run.status]}</td>
          ${[run.critical, run.warn, run.unseen].map((many) => html`<td class="number">${withSeparators(many)}</td>`)}
        </tr> `,
    ),
  );
}

/** The time of a run, with a link to its page when `place` is given. */
function runLink(run: KeptRun, place: ReportPlace | undefined): Html {
  const time = utcText(run.measuredAt);
  if (place === undefined) return html`${time}`;
  const { bucket, prefix } = place;
  const { url } = latestReportLink(place, { bucket, key: `${prefix}${pageName(run)}` });
  return html`<a href="${url}" rel="noreferrer">${time}</a>`;
}

function allPages({ account, region, bucket, prefix }: ReportPlace): Html {
  const { label: text, url } = consoleLink(
    `All pages of the last 90 days, in account ${account}`,
    region,
    `s3/buckets/${encodeURIComponent(bucket)}`,
    `&prefix=${encodeURIComponent(prefix)}`,
  );
  return html`<a href="${url}" rel="noreferrer">${text}</a>`;
}
