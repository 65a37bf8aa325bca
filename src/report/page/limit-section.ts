import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { free } from '../../model/units.ts';
import { freeText, limitText, usedText } from '../../text/quantities.ts';
import { utcText } from '../../text/times.ts';
import { chart } from './chart.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { label } from './label.ts';
import { anchorOf, placeText } from './names.ts';
import { outlookText } from './outlook.ts';

/** One limit of one target with its chart. */
export function limitSection(
  reported: ReportedFinding,
  definition: LimitDefinition,
  now: Instant,
): Html {
  const { finding, mutedBy, forecast } = reported;
  if (!('quota' in finding)) return nothing;
  const { target, limit, used, quota, stated } = finding;
  const { title, noun } = definition;
  return html`<section class="limit" id="${anchorOf(target, limit)}">
    <h3>${title}, ${placeText(placeOf(target))} ${label(reported)}</h3>
    ${mutedBy === undefined ? nothing : html`<p>Muted until ${utcText(mutedBy.until)} by ${mutedBy.owner}: ${mutedBy.reason}</p>`}
    <p>
      ${usedText(used, noun)} in use of ${limitText(quota, noun)};
      ${freeText(free(used, quota), noun)}
      free.${stated === undefined ? nothing : html` The limit is stated by ${stated.owner} in watchdog.yml, as AWS's could not be read: ${stated.reason}`}${forecast === undefined ? nothing : html` ${outlookText(forecast, definition)}`}
    </p>
    ${chart({ ...reported, finding }, definition, now)}
  </section> `;
}
