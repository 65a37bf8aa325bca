import type { DigestContext } from '../../alerts/words/context.ts';
import type { Remedy } from '../../alerts/words/remedies.ts';
import { remedyFor } from '../../alerts/words/remedies.ts';
import { partitionOf } from '../../model/regions.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';

const DEFAULT_COMMAND = 'limits-watchdog';

/** What people type, with arguments: `limits-watchdog prune status …`. */
export function typed({ command = DEFAULT_COMMAND }: RunReport, args: string): string {
  return `${command} ${args}`;
}

/** What can be done about a limit of a report, and where. */
export type RemedyOf = (reported: ReportedFinding) => Remedy;

export function remediesOf(report: RunReport): RemedyOf {
  const { deployment, runId, measuredAt, status, limits, findings } = report;
  const first = findings.find(({ finding }) => finding.target.scope === 'region')?.finding.target;
  const context: DigestContext = {
    deployment,
    runId,
    measuredAt,
    status,
    limits,
    partition: first?.scope === 'region' ? partitionOf(first.region) : 'aws',
    command: report.command ?? DEFAULT_COMMAND,
    purpose: 'alert',
  };
  return ({ finding }) =>
    remedyFor(
      context,
      finding.target,
      finding.limit,
      'inventory' in finding ? finding.inventory : undefined,
      'increase' in finding ? finding.increase : undefined,
    );
}

/** The steps in their order, what to type, and the pages of the console. */
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

/** Pages of the AWS console; each opens in the account that the reader is signed in to. */
export function consoleLinks(links: Remedy['links']): Html {
  if (links.length === 0) return nothing;
  return html`<p class="links">
    ${links.map(({ label, url }) => html`<a href="${url}" rel="noreferrer">${label}</a> `)}
  </p>`;
}
