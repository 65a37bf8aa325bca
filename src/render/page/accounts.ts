import type { AccountRef } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { free } from '../../model/units.ts';
import { failureText, remedyText } from '../failure-text.ts';
import { forecastText } from '../forecast-text.ts';
import { holderLines } from '../holders.ts';
import { asPlain } from '../plain.ts';
import { freeText, limitText, usedText } from '../quantities.ts';
import { utcText } from '../times.ts';
import { chart } from './chart.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { anchorOf, placeText, stageText } from './names.ts';
import { standingOf, standingText, worstFirst } from './standing.ts';

export interface AccountReport {
  readonly account: AccountRef;
  /** The worst first. */
  readonly findings: readonly ReportedFinding[];
}

/** The findings by account, the account with the worst of them first. */
export function accountsOf({ findings }: RunReport): readonly AccountReport[] {
  const byAccount = new Map<string, ReportedFinding[]>();
  for (const one of findings) {
    const { id } = one.finding.target.account;
    const those = byAccount.get(id);
    if (those === undefined) byAccount.set(id, [one]);
    else those.push(one);
  }
  return [...byAccount.values()]
    .map((those) => those.toSorted(worstFirst))
    .flatMap((those): readonly AccountReport[] => {
      const [worst] = those;
      return worst === undefined
        ? []
        : [{ account: worst.finding.target.account, findings: those }];
    })
    .toSorted((a, b) => compareWorst(a, b));
}

function compareWorst(a: AccountReport, b: AccountReport): number {
  const [first, second] = [a.findings[0], b.findings[0]];
  return first === undefined || second === undefined ? 0 : worstFirst(first, second);
}

/** Everything that is known of each account, closed until somebody wants it. */
export function accountSections(report: RunReport, accounts: readonly AccountReport[]): Html {
  const limits = new Map(report.limits.map((limit) => [limit.id, limit]));
  return html`<h2 id="accounts">Every account</h2>
    <p>
      Sizes of packages tell who holds most; they are not what AWS counts for the limit. Times are
      in
      UTC.${
        report.history === 'known'
          ? nothing
          : html` <strong
              >What earlier runs measured could not be read, so there is no history and no
              forecast.</strong
            >`
      }
    </p>
    ${accounts.map(({ account, findings }) => {
      const [worst] = findings;
      return html`<details class="account">
        <summary>
          <strong>${account.name}</strong>
          <span class="quiet">${account.id}, ${stageText(account)}</span> ${
            worst === undefined ? nothing : label(worst)
          }
        </summary>
        ${findings.map((one) => limitSection(one, limits.get(one.finding.limit), report.measuredAt))}
      </details> `;
    })}`;
}

function label(reported: ReportedFinding): Html {
  return html`<span class="label ${standingOf(reported.finding)}"
    ><span>${standingText(reported)}</span></span
  >`;
}

function limitSection(
  reported: ReportedFinding,
  definition: LimitDefinition | undefined,
  now: Instant,
): Html {
  const { finding, mutedBy } = reported;
  const { target, limit } = finding;
  const place = placeText(placeOf(target));
  return html`<div class="limit" id="${anchorOf(target, limit)}">
    <h3>${definition?.title ?? limit}, ${place} ${label(reported)}</h3>
    ${mutedBy === undefined ? nothing : html`<p>Muted until ${utcText(mutedBy.until)} by ${mutedBy.owner}: ${mutedBy.reason}</p>`}
    ${definition === undefined ? nothing : facts(reported, definition, now)}
  </div> `;
}

function facts(reported: ReportedFinding, definition: LimitDefinition, now: Instant): Html {
  const { finding, forecast } = reported;
  const { noun, unit } = definition;
  if (!('used' in finding)) return failureFacts(finding.failure);
  const held = `${usedText(finding.used, noun)} in use`;
  if (!('quota' in finding)) {
    return html`<p>${held}; the limit is not known.</p>
      ${failureFacts(finding.failure)}${holders(finding)}`;
  }
  return html`<p>
      ${held} of ${limitText(finding.quota, noun)};
      ${freeText(free(finding.used, finding.quota), noun)}
      free.${forecast === undefined ? nothing : html` ${forecastText(forecast, unit, noun)}`}
    </p>
    ${chart({ ...reported, finding }, definition, now)}${holders(finding)}`;
}

function failureFacts(failure: Parameters<typeof failureText>[0]): Html {
  return html`<p>${failureText(failure)}. What to do: ${remedyText(failure)}.</p>`;
}

function holders({ inventory }: { readonly inventory?: Parameters<typeof holderLines>[0] }): Html {
  if (inventory === undefined) return nothing;
  const [title = '', ...lines] = holderLines(inventory, asPlain);
  return html`<details>
    <summary>${title.replace(/:$/, '')}</summary>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </details>`;
}
