import { detailText } from '../../text/figure-detail.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { utcText } from '../../text/times.ts';
import { chart } from './chart.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { anchorOf, placeText } from './names.ts';
import { needsRemedy, outlookText } from './outlook.ts';
import type { PruneMark } from './prune-marks.ts';
import type { RemedyOf } from '../../alerts/words/remedies.ts';
import { consoleLinks, remedyBlock } from './remedy.ts';
import { usageText } from './usage.ts';

/** What is said of a limit besides its figures. */
export interface Beside {
  readonly remedyOf: RemedyOf;
  readonly prunes: (reported: ReportedFinding) => readonly PruneMark[];
}

/** One limit of one target with its chart, and what can be done. */
export function limitSection(
  reported: ReportedFinding,
  definition: LimitDefinition,
  now: Instant,
  { remedyOf, prunes }: Beside,
): Html {
  const { finding, mutedBy, forecast } = reported;
  if (!('quota' in finding)) return nothing;
  const { target, limit, stated } = finding;
  return html`<section class="limit" id="${anchorOf(target, limit)}">
    <h3>
      ${definition.title}${detailText(finding)}, ${placeText(placeOf(target))} ${label(reported)}
    </h3>
    ${mutedBy === undefined ? nothing : html`<p>Muted until ${utcText(mutedBy.until)} by ${mutedBy.owner}: ${mutedBy.reason}</p>`}
    <p>
      ${usageText(finding, definition)}.${stated === undefined ? nothing : html` The limit is stated by ${stated.owner} in watchdog.yml, as AWS's could not be read: ${stated.reason}`}${forecast === undefined ? nothing : html` ${outlookText(forecast, definition)}`}
    </p>
    ${needsRemedy(reported) ? remedyBlock(remedyOf(reported)) : consoleLinks(remedyOf(reported).links)}
    ${chart({ ...reported, finding }, definition, now, prunes(reported))}
  </section> `;
}
