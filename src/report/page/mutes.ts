import type {
  ReportedMute,
  ReportedPrune,
  ReportedStorage,
  RunReport,
} from '../../model/run-report.ts';
import { quantity } from '../../model/units.ts';
import { failureText } from '../../text/failure-text.ts';
import {
  packageSizeText,
  limitText,
  percentText,
  usedText,
  withSeparators,
} from '../../text/quantities.ts';
import { untilText, utcText } from '../../text/times.ts';
import type { Html } from './html.ts';
import { html, nothing, table } from './html.ts';
import { bar } from './level.ts';
import { accountHeading } from './names.ts';
import { commandText } from './remedy.ts';

/** The table of mutes, with owners and reasons. */
export function mutes({ mutes: all, muteProblems = [], measuredAt }: RunReport): Html {
  const row = ({ id, covers, owner, reason, until, statedBy }: ReportedMute): Html =>
    html`<tr>
      <th scope="row">${covers}</th>
      <td>${owner}</td>
      <td>${reason}</td>
      <td>${untilText(until)}${until <= measuredAt ? ', expired' : ''}</td>
      <td>
        ${id === undefined ? 'in watchdog.yml' : `${id}, by ${statedBy ?? owner} (as stated)`}
      </td>
    </tr> `;
  const problems = muteProblems.map((one) => html`<p><strong>${one}</strong></p>`);
  if (all.length === 0) return problems.length === 0 ? html`<p>None.</p>` : html`${problems}`;
  const caption = html`What is muted still counts, and is shown above as what it is.`;
  const columns = ['Covers', 'Owner', 'Reason', 'Until', 'Made'];
  return html`${problems} ${table('Mutes', columns, all.map(row), { caption })}`;
}

/** The table of recent prunes, with the account's code storage before and after each. */
export function prunes(report: RunReport): Html {
  const known = report.prunes;
  if (known.kind === 'not-asked') return html`<p>This run did not read them.</p>`;
  if (known.kind === 'failed')
    return html`<p>They could not be read: ${failureText(known.failure)}.</p>`;
  if (known.prunes.length === 0) return html`<p>None yet.</p>`;
  const columns = [
    'Account',
    'Plan',
    'Ended',
    'Requested by (as stated)',
    'Versions deleted',
    'Packages',
    'Code storage, before and after',
  ];
  const caption = html`Code storage as the account reported it before and after; packages are what
    was deleted, not what code storage went down by. What each plan did:
    <code>${commandText(report, 'prune status PLAN')}</code>`;
  return table('Last prunes', columns, known.prunes.map(pruneRow), { caption });
}

function pruneRow(prune: ReportedPrune): Html {
  const { planId, account, endedAt, deleted, planned, packageBytesDeleted, regions } = prune;
  return html`<tr>
    ${accountHeading(account, account.id)}
    <td><code>${planId}</code></td>
    <td>${utcText(endedAt)}</td>
    <td>${peopleText(prune)}</td>
    <td class="number">${withSeparators(deleted)} of ${withSeparators(planned)}</td>
    <td class="number">${packageSizeText(packageBytesDeleted)}</td>
    <td class="storage">
      ${regions.map(({ region, before, after }) => {
        const [first, second] = [storageOf(before), storageOf(after)];
        return html`<div>
          ${region}: ${first.text} → ${second.text}${first.strip}${second.strip}
        </div>`;
      })}
    </td>
  </tr> `;
}

/** Returns who requested and who applied a prune, as the callers stated it. It is not verified. */
function peopleText({ requestedBy, appliedBy }: ReportedPrune): string {
  if (requestedBy === undefined && appliedBy === undefined) return 'not stated';
  if (appliedBy === undefined || appliedBy === requestedBy) return requestedBy ?? '';
  return `${requestedBy ?? 'not stated'}; applied by ${appliedBy}`;
}

function storageOf(storage: ReportedStorage): { readonly text: string; readonly strip: Html } {
  if (storage.kind === 'not-known') return { text: 'not known', strip: nothing };
  const used = quantity('bytes', storage.used);
  if (storage.limit === undefined) return { text: usedText(used, ''), strip: nothing };
  const limit = quantity('bytes', storage.limit);
  const text = `${usedText(used, '')} of ${limitText(limit, '')} (${percentText(used, limit)})`;
  return { text, strip: bar(used, limit) };
}
