import type { Stage } from '../../model/configuration.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { standingOf } from './level.ts';
import { stageText } from './names.ts';
import { needsRemedy } from './outlook.ts';

/** Below so many accounts everything is in sight. */
const LEAST_ACCOUNTS = 2;

const STATES = [
  ['attention', 'needing attention'],
  ['critical', 'with a critical limit'],
  ['blind', 'not seen in full'],
] as const;
const STAGES = ['prod', 'nonprod', 'unstaged'] as const satisfies readonly Stage[];

/** Classes by which the filter knows an account, or a part of it: `in-prod with-critical`. */
export function filterClasses(findings: readonly ReportedFinding[]): string {
  const classes = new Set<string>();
  for (const one of findings) {
    const standing = standingOf(one.finding);
    classes.add(`in-${one.finding.target.account.stage}`);
    if (needsRemedy(one)) classes.add('with-attention');
    if (standing === 'critical') classes.add('with-critical');
    if (one.finding.state === 'unknown' || one.finding.state === 'not-measured')
      classes.add('with-blind');
  }
  return [...classes].toSorted().join(' ');
}

/** Which accounts are shown, chosen without a script. What was not seen is never hidden. */
export function filter({ findings }: RunReport): Html {
  const accounts = new Set(findings.map(({ finding }) => finding.target.account.id));
  if (accounts.size < LEAST_ACCOUNTS) return nothing;
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

/** From the filter on, not from the body: each element that is added there would be compared with it. */
const hidden = (id: string, className: string) => {
  const chosen = `.filter:has(#${id}:checked)~`;
  const other = `.filterable:not(.${className})`;
  return `${chosen}${other},${chosen}* ${other}{display:none}`;
};
const ids = [...STATES.map(([id]) => `#show-${id}`), ...STAGES.map((stage) => `#stage-${stage}`)];

/** The style that does it. */
export const FILTER_STYLE = `
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:baseline;margin-top:1.5rem}
.filter fieldset{display:flex;flex-wrap:wrap;gap:.25rem 1rem;border:1px solid var(--line);border-radius:.5rem;padding:.4rem .9rem;margin:0;min-width:0}
.filter legend{color:var(--quiet);font-size:.875rem;padding:0 .3rem}
.filtered{display:none;margin:0;font-weight:500}
fieldset:has(:is(${ids.join()}):checked)~.filtered{display:block}
${STATES.map(([id]) => hidden(`show-${id}`, `with-${id}`)).join('\n')}
${STAGES.map((stage) => hidden(`stage-${stage}`, `in-${stage}`)).join('\n')}
`;
