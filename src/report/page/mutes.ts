import type {
  ReportedMute,
  ReportedPrune,
  ReportedStorage,
  RunReport,
} from '../../model/run-report.ts';
import { quantity } from '../../model/units.ts';
import { failureText } from '../../text/failure-text.ts';
import {
  heldText,
  limitText,
  percentText,
  usedText,
  withSeparators,
} from '../../text/quantities.ts';
import { untilText, utcText } from '../../text/times.ts';
import { bar } from './bar.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { accountHeading } from './names.ts';
import { typed } from './remedy.ts';

/** What is known and not to be told of again, with those who answer for it. */
export function mutes({ mutes: all, muteProblems = [], measuredAt }: RunReport): Html {
  const row = ({ id, covers, owner, reason, until, statedBy }: ReportedMute): Html =>
    html`<tr>
      <th scope="row">${covers}</th>
      <td>${owner}</td>
      <td>${reason}</td>
      <td>${until <= measuredAt ? `${untilText(until)}, expired` : untilText(until)}</td>
      <td>
        ${id === undefined ? 'in watchdog.yml' : `${id}, by ${statedBy ?? owner} (as stated)`}
      </td>
    </tr> `;
  const problems = muteProblems.map((one) => html`<p><strong>${one}</strong></p>`);
  if (all.length === 0)
    return html`<h2 id="mutes">Mutes</h2>
      ${problems.length === 0 ? html`<p>None.</p>` : problems}`;
  return html`<h2 id="mutes">Mutes</h2>
    ${problems}
    <div class="wide" role="region" aria-label="Mutes" tabindex="0">
      <table>
        <caption>
          <span>What is muted still counts, and is shown above as what it is.</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">Covers</th>
            <th scope="col">Owner</th>
            <th scope="col">Reason</th>
            <th scope="col">Until</th>
            <th scope="col">Made</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(row)}
        </tbody>
      </table>
    </div>`;
}

/** What was deleted lately, with the account's own figures before and after. */
export function prunes(report: RunReport): Html {
  const known = report.prunes;
  const title = html`<h2 id="prunes">Last prunes</h2>`;
  switch (known.kind) {
    case 'not-asked':
      return html`${title}
        <p>This run did not read them.</p>`;
    case 'failed':
      return html`${title}
        <p>They could not be read: ${failureText(known.failure)}.</p>`;
    case 'read':
      if (known.prunes.length === 0)
        return html`${title}
          <p>None yet.</p>`;
      return html`${title}
        <div class="wide" role="region" aria-label="Last prunes" tabindex="0">
          <table>
            <caption>
              <span
                >Code storage as the account reported it before and after; packages are what was
                deleted, not what code storage went down by. What each plan did:
                <code>${typed(report, 'prune status PLAN')}</code></span
              >
            </caption>
            <thead>
              <tr>
                <th scope="col">Account</th>
                <th scope="col">Plan</th>
                <th scope="col">Ended</th>
                <th scope="col">Requested by (as stated)</th>
                <th scope="col">Versions deleted</th>
                <th scope="col">Packages</th>
                <th scope="col">Code storage, before and after</th>
              </tr>
            </thead>
            <tbody>
              ${known.prunes.map(pruneRow)}
            </tbody>
          </table>
        </div>`;
  }
}

function pruneRow(prune: ReportedPrune): Html {
  const { planId, account, endedAt, deleted, planned, packageBytesDeleted, regions } = prune;
  return html`<tr>
    ${accountHeading(account, account.id)}
    <td><code>${planId}</code></td>
    <td>${utcText(endedAt)}</td>
    <td>${peopleText(prune)}</td>
    <td class="number">${withSeparators(deleted)} of ${withSeparators(planned)}</td>
    <td class="number">${heldText(packageBytesDeleted)}</td>
    <td class="storage">
      ${regions.map(
        ({ region, before, after }) =>
          html`<div>
            ${region}: ${storageText(before)} → ${storageText(after)}${strip(before)}${strip(after)}
          </div>`,
      )}
    </td>
  </tr> `;
}

/** As callers state it; nobody has verified it. */
function peopleText({ requestedBy, appliedBy }: ReportedPrune): string {
  if (requestedBy === undefined && appliedBy === undefined) return 'not stated';
  if (appliedBy === undefined || appliedBy === requestedBy) return requestedBy ?? '';
  return `${requestedBy ?? 'not stated'}; applied by ${appliedBy}`;
}

function storageText(storage: ReportedStorage): string {
  if (storage.kind === 'not-known') return 'not known';
  const used = { unit: 'bytes', amount: storage.used } as const;
  if (storage.limit === undefined) return usedText(used, '');
  const limit = { unit: 'bytes', amount: storage.limit } as const;
  return `${usedText(used, '')} of ${limitText(limit, '')} (${percentText(used, limit)})`;
}

function strip(storage: ReportedStorage): Html {
  if (storage.kind === 'not-known' || storage.limit === undefined) return nothing;
  return bar(quantity('bytes', storage.used), quantity('bytes', storage.limit));
}
