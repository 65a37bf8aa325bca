import { STAGES } from '../../model/configuration.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { isUnseen } from './blind-spots.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { stageText } from './names.ts';
import { needsRemedy } from './outlook.ts';

const STATES = [
  ['attention', 'needing attention'],
  ['critical', 'with a critical limit'],
  ['blind', 'not seen in full'],
] as const;

/** Returns the CSS classes that the filter selects an account or a part of it by: `in-prod with-critical`. */
export function filterClasses(findings: readonly ReportedFinding[]): string {
  const classes = new Set<string>();
  for (const one of findings) {
    const { state, target } = one.finding;
    classes.add(`in-${target.account.stage}`);
    if (needsRemedy(one)) classes.add('with-attention');
    if (state === 'critical') classes.add('with-critical');
    if (isUnseen(one)) classes.add('with-blind');
  }
  return [...classes].toSorted().join(' ');
}

/** The filter for accounts, without a script; empty for a single account. It never hides unmeasured limits. */
export function filter({ findings }: RunReport): Html {
  const accounts = new Set(findings.map(({ finding }) => finding.target.account.id));
  if (accounts.size < 2) return nothing;
  const stages = new Set(findings.map(({ finding }) => finding.target.account.stage));
  const choice = (group: string, id: string, words: string, isFirst: boolean) =>
    html`<label
      ><input
        type="radio"
        name="${group}"
        id="${group}-${id}"
        ${isFirst ? html`checked` : nothing}
      />
      ${words}</label
    > `;
  return html`<div class="filter">
    <fieldset>
      <legend>Show accounts</legend>
      ${choice('show', 'all', 'all', true)}
      ${STATES.map(([id, words]) => choice('show', id, words, false))}
    </fieldset>
    ${
      stages.size < 2
        ? nothing
        : html`<fieldset>
            <legend>of stage</legend>
            ${choice('stage', 'all', 'any', true)}
            ${STAGES.filter((stage) => stages.has(stage)).map((stage) =>
              choice('stage', stage, stageText({ stage }), false),
            )}
          </fieldset>`
    }
    <p class="filtered">Filtered: other accounts are hidden below, but for what was not seen.</p>
  </div>`;
}

/** A CSS rule that hides other accounts. It starts at the filter: from `body`, browsers would test every element. */
const hidingRule = (id: string, className: string) => {
  const chosen = `.filter:has(#${id}:checked)~`;
  const other = `.filterable:not(.${className})`;
  return `${chosen}${other},${chosen}* ${other}{display:none}`;
};
const ids = [...STATES.map(([id]) => `#show-${id}`), ...STAGES.map((stage) => `#stage-${stage}`)];

export const FILTER_STYLE = `
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:baseline;margin-top:1.5rem}
.filter fieldset{display:flex;flex-wrap:wrap;gap:.25rem 1rem;border:1px solid var(--line);border-radius:.5rem;padding:.4rem .9rem;margin:0;min-width:0}
.filter legend{color:var(--quiet);font-size:.875rem;padding:0 .3rem}
.filtered{display:none;margin:0;font-weight:500}
fieldset:has(:is(${ids.join()}):checked)~.filtered{display:block}
${STATES.map(([id]) => hidingRule(`show-${id}`, `with-${id}`)).join('\n')}
${STAGES.map((stage) => hidingRule(`stage-${stage}`, `in-${stage}`)).join('\n')}
`;
