import type { ReportedFinding } from '../../model/run-report.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { standingOf, standingText } from './level.ts';

/** How a limit stands, in words on its colour. */
export function label(reported: ReportedFinding): Html {
  return html`<span class="label ${standingOf(reported.finding)}">${standingText(reported)}</span>`;
}
