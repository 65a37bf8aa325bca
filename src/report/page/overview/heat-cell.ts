import type { ReportedFinding } from '../../../model/run-report.ts';
import { placeOf } from '../../../model/target.ts';
import { percentOf } from '../../../model/units.ts';
import { counted } from '../../../text/quantities.ts';
import { bar } from '../bar.ts';
import { countsText, isFine } from '../fine.ts';
import type { Html } from '../html.ts';
import { html, nothing } from '../html.ts';
import { anchorOf, placeText } from '../names.ts';
import { standingOf, standingText, worstFirst } from '../level.ts';

/**
 * One limit of one account at its worst Region, what is not known first.
 * @param isWide whether there is room for the Region of what is fine
 * @param isListed which figures have a row to link to
 */
export function cell(
  findings: readonly ReportedFinding[],
  isWide: boolean,
  isListed: (one: ReportedFinding) => boolean,
): Html {
  const ranked = findings.toSorted(worstFirst);
  const [worst] = ranked;
  if (worst === undefined) return html`<td class="quiet">not watched</td>`;
  const { target, limit } = worst.finding;
  const words = standingText(worst);
  const className = shadeOf(worst.finding);
  if (target.scope === 'account') {
    return html`<td class="${className}">
      ${isListed(worst) ? html`<a href="#${anchorOf(target, limit)}">${words}</a>` : words}${strip(worst)}
    </td>`;
  }
  const listed = ranked.filter(isListed);
  const place =
    isWide || !isFine(worst) ? html` <span class="quiet">${where(ranked, worst)}</span>` : nothing;
  if (listed.length === 0)
    return html`<td class="${className}">${words}${place}${strip(worst)}</td>`;
  // The worst is what could not be read; how full the others are must not be lost behind it.
  const fullest = ranked.find(({ finding }) => 'quota' in finding);
  const beside =
    standingOf(worst.finding) === 'blind' && fullest !== undefined
      ? html` <span>(elsewhere at most ${standingText(fullest)})</span>`
      : nothing;
  return html`<td class="${className}">
    <details>
      <summary><span>${words}</span>${place}${beside}</summary>
      <ul>
        ${listed.map(
          (one) =>
            html`<li>
              <a href="#${anchorOf(one.finding.target, limit)}"
                >${placeText(placeOf(one.finding.target))}</a
              >: ${standingText(one)}
            </li> `,
        )}
        ${listed.length < ranked.length ? html`<li>${countsText(ranked.filter((one) => !isListed(one)))}</li>` : nothing}
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
