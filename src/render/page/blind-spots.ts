import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { failureText, remedyText } from '../failure-text.ts';
import { counted } from '../quantities.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { accountHeading, placeText, titleOf } from './names.ts';

/** What this run could not see, before anything that it could. */
export function blindSpots({ findings, limits }: RunReport): Html {
  const unseen = findings.filter(
    ({ finding }) => finding.state === 'not-measured' || finding.state === 'unknown',
  );
  const measured = findings.length - unseen.length;
  if (unseen.length === 0) {
    return html`<h2 id="unseen">Not seen</h2>
      <p>Nothing: all ${counted(measured, 'figure')} could be read.</p>`;
  }
  return html`<h2 id="unseen">Not seen</h2>
    <p>
      ${counted(unseen.length, 'figure')} of ${counted(findings.length, 'figure')} could not be
      read. What is said below says nothing of them.
    </p>
    <div class="wide" role="region" aria-label="What could not be read" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Region</th>
            <th scope="col">Limit</th>
            <th scope="col">Why</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          ${unseen.map((one) => row(one, titleOf(limits, one.finding.limit)))}
        </tbody>
      </table>
    </div>`;
}

function row({ finding, mutedBy }: ReportedFinding, title: string): Html {
  if (!('failure' in finding)) return html``;
  const { account } = finding.target;
  const what = finding.state === 'unknown' ? `${title} (the limit)` : title;
  const said = mutedBy === undefined ? what : `${what}, muted by ${mutedBy.owner}`;
  return html`<tr>
    ${accountHeading(account, account.id)}
    <td class="together">${placeText(placeOf(finding.target))}</td>
    <td>${said}</td>
    <td>${failureText(finding.failure)}</td>
    <td>${remedyText(finding.failure)}</td>
  </tr> `;
}
