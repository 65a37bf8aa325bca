import type { FindingState } from '../../model/finding.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { failureText } from '../../text/failure-text.ts';
import { counted } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { worstFirst } from './level.ts';
import { anchorOf, placeText, titleOf } from './names.ts';
import { runLink } from './runs.ts';

/** Limits that are named. */
const LISTED = 20;

const WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'fine',
  warn: 'warning',
  critical: 'critical',
  unknown: 'limit unknown',
  'not-measured': 'not measured',
  'not-enabled': 'Region not enabled',
  'no-data': 'no data',
};

/** What is in another state than in the run before. */
export function changes({ earlier, findings, limits, place }: RunReport): Html {
  const title = html`<h2 id="changes">Since the run before</h2>`;
  if (earlier === undefined) {
    return html`${title}
      <p>Not compared: an on-demand check does not read earlier runs.</p>`;
  }
  if (earlier.kind === 'failed') {
    return html`${title}
      <p>Not compared: the run before could not be read: ${failureText(earlier.failure)}.</p>`;
  }
  const [last] = earlier.runs;
  if (last === undefined) {
    return html`${title}
      <p>There is no run before this one to compare with.</p>`;
  }
  const changed = findings.filter(({ before }) => before !== undefined && before !== 'new');
  const added = findings.filter(({ before }) => before === 'new').length;
  const more = changed.length - LISTED;
  return html`${title}
    <p>
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
              .slice(0, LISTED)
              .map((one) => line(one, limits))}
          </ul>`
    }
    ${more > 0 ? html`<p>And ${counted(more, 'more limit')}.</p>` : nothing}`;
}

function line(one: ReportedFinding, limits: RunReport['limits']): Html {
  const { target, limit } = one.finding;
  const { before } = one;
  return html`<li>
    ${label(one)}
    <a href="#${anchorOf(target, limit)}"
      >${target.account.name}, ${placeText(placeOf(target))}: ${titleOf(limits, limit)}</a
    >
    <span class="quiet"
      >${before === undefined || before === 'new' ? '' : `was ${WORDS[before]}`}</span
    >
  </li> `;
}
