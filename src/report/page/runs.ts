import { consoleLink, latestReportLink } from '../../alerts/words/console-links.ts';
import type { RunStatus } from '../../model/report.ts';
import type { KeptRun, ReportPlace, RunReport } from '../../model/run-report.ts';
import { failureText } from '../../text/failure-text.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import { utcText } from '../../text/times.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { pageName } from '../../model/report-names.ts';

/** Runs that are listed, the first of them without opening anything; the bucket has the pages of all. */
const LISTED = 60;
const OPEN = 5;

const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  complete: 'complete',
  attention: 'needs attention',
  incomplete: 'incomplete',
  failed: 'failed',
};

/** The runs before this one, each with a link to its page in the S3 console. */
export function runs({ earlier, place }: RunReport): Html {
  const title = html`<h2 id="runs">Earlier runs</h2>`;
  const all = place === undefined ? nothing : html`<p>${allPages(place)}</p>`;
  if (earlier === undefined) {
    return html`${title}
      <p>An on-demand check does not read them.</p>
      ${all}`;
  }
  if (earlier.kind === 'failed') {
    return html`${title}
      <p>They could not be read: ${failureText(earlier.failure)}.</p>
      ${all}`;
  }
  if (earlier.runs.length === 0) {
    return html`${title}
      <p>None is listed yet.</p>
      ${all}`;
  }
  const [first, others] = [earlier.runs.slice(0, OPEN), earlier.runs.slice(OPEN, LISTED)];
  return html`${title} ${all} ${table('Last runs', first, place)}
  ${
    others.length === 0
      ? nothing
      : html`<details class="older">
          <summary>${counted(others.length, 'run')} before that</summary>
          ${table('Older runs', others, place)}
        </details>`
  }`;
}

function table(name: string, listed: readonly KeptRun[], place: ReportPlace | undefined): Html {
  return html`<div class="wide" role="region" aria-label="${name}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Measured</th>
          <th scope="col">Status</th>
          <th scope="col">Critical</th>
          <th scope="col">Warning</th>
          <th scope="col">Not seen</th>
        </tr>
      </thead>
      <tbody>
        ${listed.map((run) => row(run, place))}
      </tbody>
    </table>
  </div>`;
}

function row(run: KeptRun, place: ReportPlace | undefined): Html {
  return html`<tr>
    <th scope="row">${runLink(run, place)}</th>
    <td>${STATUS_WORDS[run.status]}</td>
    <td class="number">${withSeparators(run.critical)}</td>
    <td class="number">${withSeparators(run.warn)}</td>
    <td class="number">${withSeparators(run.unseen)}</td>
  </tr> `;
}

/** The time of a run, as a link to its page where it is known where that is. */
export function runLink(run: KeptRun, place: ReportPlace | undefined): Html {
  const time = utcText(run.measuredAt);
  if (place === undefined) return html`${time}`;
  const { bucket, prefix } = place;
  const { url } = latestReportLink(place, { bucket, key: `${prefix}${pageName(run)}` });
  return html`<a href="${url}" rel="noreferrer">${time}</a>`;
}

function allPages({ account, region, bucket, prefix }: ReportPlace): Html {
  const [where, what] = [bucket, prefix].map(encodeURIComponent);
  const { label, url } = consoleLink(
    `All pages of the last 90 days, in account ${account}`,
    region,
    `s3/buckets/${where}`,
    `&prefix=${what}`,
  );
  return html`<a href="${url}" rel="noreferrer">${label}</a>`;
}
