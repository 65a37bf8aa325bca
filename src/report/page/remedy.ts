import type { Remedy } from '../../alerts/words/remedies.ts';
import { USUAL_COMMAND } from '../../model/configuration.ts';
import { typedCommand } from '../../text/typed-command.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';

/** Returns a command line to type: `limits-watchdog prune status …`. */
export function commandText({ command = USUAL_COMMAND }: RunReport, args: string): string {
  return typedCommand(command, args);
}

/** The steps of a remedy, its command line, and links to the AWS console. */
export function remedyBlock({ steps, command, links }: Remedy): Html {
  return html`<div class="remedy">
    ${
      steps.length === 0
        ? nothing
        : html`<ul>
            ${steps.map((step) => html`<li>${step}</li> `)}
          </ul>`
    }
    ${commandLine(command)}${consoleLinks(links)}
  </div>`;
}

export function commandLine(command: string | undefined): Html {
  return command === undefined ? nothing : html`<p><code>${command}</code></p>`;
}

/** Links to the AWS console. Each opens in the account that the reader is signed in to. */
export function consoleLinks(links: Remedy['links']): Html {
  if (links.length === 0) return nothing;
  return html`<p class="links">
    ${links.map(({ label, url }) => html`<a href="${url}" rel="noreferrer">${label}</a> `)}
  </p>`;
}
