import { detailText } from '../../text/figure-detail.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { blindText } from '../../text/blind-text.ts';
import { limitText, usedText } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { anchorOf, placeText } from './names.ts';
import { changeText, needsRemedy } from './outlook.ts';
import type { RemedyOf } from '../../alerts/words/remedies.ts';
import { consoleLinks, remedyBlock } from './remedy.ts';

/** Limits of one account that have no chart, with their figures or why there are none, as a table of this name. */
export function limitRows(
  title: string,
  findings: readonly ReportedFinding[],
  limits: ReadonlyMap<LimitId, LimitDefinition>,
  now: Instant,
  remedyOf: RemedyOf | undefined,
): Html {
  if (findings.length === 0) return nothing;
  return html`<div class="wide" role="region" aria-label="${title}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">Region</th>
          <th scope="col">State</th>
          <th scope="col">In use</th>
          <th scope="col">Of</th>
          <th scope="col">Change</th>
          ${remedyOf === undefined ? nothing : html`<th scope="col">What to do</th>`}
        </tr>
      </thead>
      <tbody>
        ${findings.map((one) => row(one, limits.get(one.finding.limit), now, remedyOf))}
      </tbody>
    </table>
  </div>`;
}

function row(
  reported: ReportedFinding,
  definition: LimitDefinition | undefined,
  now: Instant,
  remedyOf: RemedyOf | undefined,
): Html {
  const { finding } = reported;
  const { target, limit } = finding;
  const title = definition?.title ?? limit;
  return html`<tr id="${anchorOf(target, limit)}">
    <th scope="row">${title}${detailText(finding)}</th>
    <td class="together">${placeText(placeOf(target))}</td>
    <td>
      ${label(reported)}${'failure' in finding ? html` ${blindText(finding.failure)}` : nothing}
    </td>
    ${definition === undefined ? html`<td colspan="3">not described</td>` : figures(reported, definition, now)}${remedyOf === undefined ? nothing : remedyCell(reported, remedyOf)}
  </tr> `;
}

function figures(reported: ReportedFinding, definition: LimitDefinition, now: Instant): Html {
  const { finding } = reported;
  const { noun } = definition;
  if (!('used' in finding)) return html`<td class="quiet" colspan="3">not known</td>`;
  const quota = 'quota' in finding ? finding.quota : undefined;
  const isStated = 'stated' in finding && finding.stated !== undefined;
  return html`<td class="number">${usedText(finding.used, noun)}</td>
    <td class="number">
      ${quota === undefined ? 'not known' : `${limitText(quota, '')}${isStated ? ' (stated)' : ''}`}
    </td>
    <td class="number">${changeText(reported, definition, now)}</td>`;
}

function remedyCell(reported: ReportedFinding, remedyOf: RemedyOf): Html {
  const remedy = remedyOf(reported);
  return html`<td class="todo">
    ${needsRemedy(reported) ? remedyBlock(remedy) : consoleLinks(remedy.links)}
  </td>`;
}
