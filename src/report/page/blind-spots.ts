import { groupBy } from '../../model/group-by.ts';
import { limitGroups } from '../../model/limit-choice/groups.ts';
import { titleOf } from '../../model/limit.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { blindRemedyText, blindText } from '../../text/blind-text.ts';
import { counted, usedText, withSeparators } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { accountText, placeLink } from './names.ts';

/** The most Regions of a limit, and limits of an account, that a card shows. A longer list is closed at first. */
const LISTED = 6;
const LISTED_LIMITS = 3;

type UnseenFinding = ReportedFinding & {
  readonly finding: Extract<ReportedFinding['finding'], { readonly failure: unknown }>;
};

/** Whether the usage or the limit of a finding is unknown. A Region that is not enabled is not unknown. */
export function isUnseen(one: ReportedFinding): one is UnseenFinding {
  return one.finding.state === 'not-measured' || one.finding.state === 'unknown';
}

/** Whether figures are missing that the run should have measured. */
export function lacksFigures({ findings, accountsTrouble }: RunReport): boolean {
  const hasFigures = findings.some(({ finding }) => 'quota' in finding);
  return accountsTrouble !== undefined || !hasFigures || findings.some(isUnseen);
}

/** The part about what the run could not measure, and what to do about it. */
export function blindSpots({ findings, limits, accountsTrouble }: RunReport): Html {
  const unseen = findings.filter(isUnseen);
  const figures = counted(findings.length, 'figure');
  const whole =
    accountsTrouble === undefined ? 'Nothing: all' : 'Of the accounts that are known, all';
  const list =
    accountsTrouble === undefined
      ? nothing
      : html`<ul class="unseen">
          <li class="blind">
            <div>
              <h3>The list of accounts</h3>
              <p>${accountsTrouble}</p>
            </div>
          </li>
        </ul>`;
  if (unseen.length === 0) {
    return html`${list}
      <p>
        ${findings.length === 0 ? 'There was nothing to look at.' : `${whole} ${figures} could be read.`}
      </p>`;
  }
  // Grouped by cause, because a role that is missing in all accounts is one problem to fix.
  const groups = groupBy(unseen, ({ finding: { failure, state } }) =>
    JSON.stringify([state, blindText(failure)]),
  );
  return html`${list}
    <p>
      ${withSeparators(unseen.length)} of ${figures} could not be read. They are missing from
      everything below.
    </p>
    <ul class="unseen">
      ${[...groups.values()].map((group) => card(group, limits))}
    </ul>`;
}

function card(
  group: readonly [UnseenFinding, ...UnseenFinding[]],
  limits: RunReport['limits'],
): Html {
  const [{ finding }] = group;
  const byAccount = groupBy(group, (one) => one.finding.target.account.id);
  const isOne = byAccount.size === 1;
  return html`<li class="blind">
    <div>
      <h3>${isOne ? accountText(finding.target.account) : counted(byAccount.size, 'account')}</h3>
      <dl>
        <div>
          <dt>Why</dt>
          <dd>${blindText(finding.failure)}</dd>
        </div>
        <div>
          <dt>What to do</dt>
          <dd>${blindRemedyText(finding.failure)}</dd>
        </div>
        <div>
          <dt>${finding.state === 'unknown' ? 'Limit not known' : 'Not measured'}</dt>
          ${[...byAccount.values()].map((those) => html`${isOne ? nothing : html`<dd>${accountText(those[0].finding.target.account)}</dd>`}${limitLines(those, limits)}`)}
        </div>
      </dl>
    </div>
  </li> `;
}

/** A line for each limit; if there are many, a closed list under their number and the names of their sets. */
function limitLines(those: readonly UnseenFinding[], limits: RunReport['limits']): Html {
  const byLimit = groupBy(those, ({ finding }) => finding.limit);
  const lines = [...byLimit].map(([limit, ones]) => limitLine(titleOf(limits, limit), ones));
  if (byLimit.size <= LISTED_LIMITS) return html`${lines.map((line) => html`<dd>${line}</dd> `)}`;
  const sets = limitGroups(limits.filter(({ id }) => byLimit.has(id))).map(({ title }) => title);
  return html`<dd>
    <details>
      <summary>
        ${counted(byLimit.size, 'limit')} (${sets.join(', ')}), ${counted(those.length, 'figure')}
      </summary>
      ${lines.map((line) => html`<p>${line}</p>`)}
    </details>
  </dd> `;
}

/** A line with the Regions of one limit. A long list of Regions is closed. */
function limitLine(title: string, those: readonly UnseenFinding[]): Html {
  const places = those.map(place);
  if (those.length <= LISTED) return html`${title}: ${places}`;
  return html`<details>
    <summary>${title}: ${counted(those.length, 'Region')}</summary>
    ${places}
  </details>`;
}

function place({ finding, mutedBy }: UnseenFinding, at: number): Html {
  const muted = mutedBy === undefined ? nothing : html` (muted by ${mutedBy.owner})`;
  const used =
    finding.state === 'unknown' ? html` (${usedText(finding.used, '')} in use)` : nothing;
  return html`${at === 0 ? nothing : html`, `}${placeLink(finding)}${used}${muted}`;
}
