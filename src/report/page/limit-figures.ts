import type { RemedyOf } from '../../alerts/words/remedies.ts';
import type { LimitDefinition, LimitId } from '../../model/limit.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import type { Instant } from '../../model/time.ts';
import { blindText } from '../../text/blind-text.ts';
import { detailText } from '../../text/figure-detail.ts';
import { limitText, usedText } from '../../text/quantities.ts';
import { utcText } from '../../text/times.ts';
import type { PruneMark } from './chart.ts';
import { chart } from './chart.ts';
import type { Html } from './html.ts';
import { html, nothing, table } from './html.ts';
import { label } from './level.ts';
import { anchorOf, placeText } from './names.ts';
import { changeText, needsRemedy, outlookText, usageText } from './outlook.ts';
import { consoleLinks, remedyBlock } from './remedy.ts';

/** What the parts of the page about single limits need besides the finding. */
export interface FigureContext {
  readonly limits: ReadonlyMap<LimitId, LimitDefinition>;
  readonly now: Instant;
  readonly remedyOf: RemedyOf;
  readonly prunesOf: (reported: ReportedFinding) => readonly PruneMark[];
}

/** One finding with chart and remedy; empty when the report does not describe its limit, or its quota is unknown. */
export function limitSection(
  reported: ReportedFinding,
  { limits, now, remedyOf, prunesOf }: FigureContext,
): Html {
  const { finding, mutedBy, forecast } = reported;
  const definition = limits.get(finding.limit);
  if (definition === undefined || !('quota' in finding)) return nothing;
  const { target, stated } = finding;
  return html`<section class="limit" id="${anchorOf(finding)}">
    <h3>${definition.title}${detailText(finding)}, ${placeText(target)} ${label(reported)}</h3>
    ${mutedBy === undefined ? nothing : html`<p>Muted until ${utcText(mutedBy.until)} by ${mutedBy.owner}: ${mutedBy.reason}</p>`}
    <p>
      ${usageText(finding, definition)}.${stated === undefined ? nothing : html` The limit is stated by ${stated.owner} in watchdog.yml, as AWS's could not be read: ${stated.reason}`}${forecast === undefined ? nothing : html` ${outlookText(forecast, definition)}`}
    </p>
    ${remedy(reported, remedyOf)}
    ${chart({ ...reported, finding }, definition, now, prunesOf(reported))}
  </section> `;
}

/** A table of findings without a chart: their figures, or why there are none. */
export function limitRows(
  name: string,
  findings: readonly ReportedFinding[],
  { limits, now, remedyOf }: FigureContext,
  hasRemedies: boolean,
): Html {
  if (findings.length === 0) return nothing;
  const columns = ['Limit', 'Region', 'State', 'In use', 'Of', 'Change'];
  return table(
    name,
    hasRemedies ? [...columns, 'What to do'] : columns,
    findings.map((reported) => {
      const { finding } = reported;
      const definition = limits.get(finding.limit);
      return html`<tr id="${anchorOf(finding)}">
        <th scope="row">${definition?.title ?? finding.limit}${detailText(finding)}</th>
        <td class="together">${placeText(finding.target)}</td>
        <td>
          ${label(reported)}${'failure' in finding ? html` ${blindText(finding.failure)}` : nothing}
        </td>
        ${definition === undefined ? html`<td colspan="3">not described</td>` : figures(reported, definition, now)}${hasRemedies ? html`<td class="todo">${remedy(reported, remedyOf)}</td>` : nothing}
      </tr> `;
    }),
  );
}

function figures(reported: ReportedFinding, definition: LimitDefinition, now: Instant): Html {
  const { finding } = reported;
  if (!('used' in finding)) return html`<td class="quiet" colspan="3">not known</td>`;
  const stated = 'stated' in finding && finding.stated !== undefined ? ' (stated)' : '';
  return html`<td class="number">${usedText(finding.used, definition.noun)}</td>
    <td class="number">
      ${'quota' in finding ? `${limitText(finding.quota, '')}${stated}` : 'not known'}
    </td>
    <td class="number">${changeText(reported, definition, now)}</td>`;
}

function remedy(reported: ReportedFinding, remedyOf: RemedyOf): Html {
  const one = remedyOf(reported);
  return needsRemedy(reported) ? remedyBlock(one) : consoleLinks(one.links);
}
