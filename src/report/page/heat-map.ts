import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { percentOf } from '../../model/units.ts';
import { counted } from '../../text/quantities.ts';
import type { AccountReport } from './accounts.ts';
import { bar } from './bar.ts';
import { filterClasses } from './filter.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { accountHeading, anchorOf, placeText, stageText } from './names.ts';
import { standingOf, standingText, worstFirst } from './level.ts';

/** Accounts × limits, each at its worst Region; a cell opens into all of its Regions. */
export function heatMap({ limits }: RunReport, accounts: readonly AccountReport[]): Html {
  return html`<h2 id="overview">Accounts and limits</h2>
    <div class="wide" role="region" aria-label="Accounts and limits" tabindex="0">
      <table class="heat">
        <caption>
          <span
            >Each limit at the worst Region of each account, what is not known first. Open a cell
            for all of its Regions.</span
          >
        </caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            ${limits.map(({ title }) => html`<th scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${accounts.map((one) => row(one, limits))}
        </tbody>
      </table>
    </div>`;
}

function row({ account, findings }: AccountReport, limits: readonly LimitDefinition[]): Html {
  return html`<tr class="filterable ${filterClasses(findings)}">
    ${accountHeading(account, stageText(account))}
    ${limits.map((limit) => cell(findings.filter(({ finding }) => finding.limit === limit.id)))}
  </tr> `;
}

function cell(findings: readonly ReportedFinding[]): Html {
  const ranked = findings.toSorted(worstFirst);
  const [worst] = ranked;
  if (worst === undefined) return html`<td class="quiet">not watched</td>`;
  const { target, limit } = worst.finding;
  const words = standingText(worst);
  const className = shadeOf(worst.finding);
  if (target.scope === 'account') {
    return html`<td class="${className}">
      <a href="#${anchorOf(target, limit)}">${words}</a>${strip(worst)}
    </td>`;
  }
  // The worst is what could not be read; how full the others are must not be lost behind it.
  const fullest = ranked.find(({ finding }) => 'quota' in finding);
  const beside =
    standingOf(worst.finding) === 'blind' && fullest !== undefined
      ? html` <span>(elsewhere at most ${standingText(fullest)})</span>`
      : nothing;
  return html`<td class="${className}">
    <details>
      <summary>
        <span>${words}</span> <span class="quiet">${where(ranked, worst)}</span>${beside}
      </summary>
      <ul>
        ${ranked.map(
          (one) =>
            html`<li>
              <a href="#${anchorOf(one.finding.target, limit)}"
                >${placeText(placeOf(one.finding.target))}</a
              >: ${standingText(one)}
            </li> `,
        )}
      </ul>
    </details>
    ${strip(worst)}
  </td>`;
}

/** Which Region it is; all of them where all are the same. */
function where(ranked: readonly ReportedFinding[], worst: ReportedFinding): string {
  const words = standingText(worst);
  if (ranked.length > 1 && ranked.every((one) => standingText(one) === words)) {
    return `in all ${counted(ranked.length, 'Region')}`;
  }
  const place = placeOf(worst.finding.target);
  return ranked.length > 1 ? `${place} of ${counted(ranked.length, 'Region')}` : place;
}

/** Half full is a shade deeper, while nothing is wrong. */
function shadeOf(finding: ReportedFinding['finding']): string {
  const standing = standingOf(finding);
  return standing === 'ok' && 'quota' in finding && percentOf(finding.used, finding.quota) >= 50
    ? 'ok half'
    : standing;
}

function strip({ finding }: ReportedFinding): Html {
  return 'quota' in finding ? bar(finding.used, finding.quota) : nothing;
}
