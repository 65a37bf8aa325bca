import { limitGroups } from '../../model/limit-choice/groups.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { blindRemedyText, blindText } from '../../text/blind-text.ts';
import { counted, usedText, withSeparators } from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';
import { anchorOf, placeText, stageText, titleOf } from './names.ts';

/** Regions of a limit, and limits of an account, that a card names without being opened. */
const LISTED = 6;
const LISTED_LIMITS = 3;

type Unseen = ReportedFinding & {
  readonly finding: Extract<ReportedFinding['finding'], { readonly failure: unknown }>;
};

/** Whether a limit of a target is not known. That a Region is not enabled is known. */
export function isUnseen(one: ReportedFinding): one is Unseen {
  return one.finding.state === 'not-measured' || one.finding.state === 'unknown';
}

/** Whether the page lacks something that the run was to measure, whatever else its status is about. */
export function lacksFigures({ findings, accountsTrouble }: RunReport): boolean {
  const isSeen = findings.some(({ finding }) => 'quota' in finding);
  return accountsTrouble !== undefined || !isSeen || findings.some(isUnseen);
}

/** What this run could not see, before anything that it could. */
export function blindSpots({ findings, limits, accountsTrouble }: RunReport): Html {
  const unseen = findings.filter(isUnseen);
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
    return html`<h2 id="unseen">Not seen</h2>
      ${list}
      <p>
        ${findings.length === 0 ? 'There was nothing to look at.' : `${accountsTrouble === undefined ? 'Nothing: all' : 'Of the accounts that are known, all'} ${counted(findings.length, 'figure')} could be read.`}
      </p>`;
  }
  return html`<h2 id="unseen">Not seen</h2>
    ${list}
    <p>
      ${withSeparators(unseen.length)} of ${counted(findings.length, 'figure')} could not be read.
      They are missing from everything below.
    </p>
    <ul class="unseen">
      ${groupsOf(unseen).map((group) => card(group, limits))}
    </ul>`;
}

/** By cause: one role that is missing in all accounts is one thing to repair. */
function groupsOf(unseen: readonly Unseen[]): readonly (readonly Unseen[])[] {
  const groups = new Map<string, Unseen[]>();
  for (const one of unseen) {
    const { failure, state } = one.finding;
    const key = JSON.stringify([state, blindText(failure)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function card(group: readonly Unseen[], limits: RunReport['limits']): Html {
  const [first] = group;
  if (first === undefined) return html``;
  const { finding } = first;
  const accounts = [...byAccount(group).values()];
  const isOne = accounts.length === 1;
  const what = finding.state === 'unknown' ? 'Limit not known' : 'Not measured';
  const heading = isOne ? accountName(finding) : html`${counted(accounts.length, 'account')}`;
  return html`<li class="blind">
    <div>
      <h3>${heading}</h3>
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
          <dt>${what}</dt>
          ${accounts.map((those) => html`${isOne ? nothing : html`<dd>${those.slice(0, 1).map((one) => accountName(one.finding))}</dd>`}${limitLines(those, limits)}`)}
        </div>
      </dl>
    </div>
  </li> `;
}

function accountName({ target: { account } }: Unseen['finding']): Html {
  return html`${account.name} <span class="quiet">${account.id}, ${stageText(account)}</span>`;
}

/** A line for each limit; where there are many, how many of which sets. */
function limitLines(those: readonly Unseen[], limits: RunReport['limits']): Html {
  const all = byLimit(those);
  const lines = [...all].map(([limit, ones]) => hidden(titleOf(limits, limit), ones));
  if (all.size <= LISTED_LIMITS) return html`${lines.map((line) => html`<dd>${line}</dd> `)}`;
  const sets = limitGroups(limits.filter(({ id }) => all.has(id))).map(({ title }) => title);
  return html`<dd>
    <details>
      <summary>
        ${counted(all.size, 'limit')} (${sets.join(', ')}), ${counted(those.length, 'figure')}
      </summary>
      ${lines.map((line) => html`<p>${line}</p>`)}
    </details>
  </dd> `;
}

function byAccount(group: readonly Unseen[]): ReadonlyMap<string, readonly Unseen[]> {
  const accounts = new Map<string, Unseen[]>();
  for (const one of group) {
    const { id } = one.finding.target.account;
    const those = accounts.get(id);
    if (those === undefined) accounts.set(id, [one]);
    else those.push(one);
  }
  return accounts;
}

/** What is hidden of one limit; a long list of Regions is closed. */
function hidden(title: string, those: readonly Unseen[]): Html {
  const places = html`${those.map(place)}`;
  if (those.length <= LISTED) return html`${title}: ${places}`;
  return html`<details>
    <summary>${title}: ${counted(those.length, 'Region')}</summary>
    ${places}
  </details>`;
}

function byLimit(group: readonly Unseen[]): ReadonlyMap<Unseen['finding']['limit'], Unseen[]> {
  const limits = new Map<Unseen['finding']['limit'], Unseen[]>();
  for (const one of group) {
    const those = limits.get(one.finding.limit);
    if (those === undefined) limits.set(one.finding.limit, [one]);
    else those.push(one);
  }
  return limits;
}

function place({ finding, mutedBy }: Unseen, at: number): Html {
  const { target, limit } = finding;
  const muted = mutedBy === undefined ? nothing : html` (muted by ${mutedBy.owner})`;
  const used =
    finding.state === 'unknown' ? html` (${usedText(finding.used, '')} in use)` : nothing;
  return html`${at === 0 ? nothing : html`, `}<a href="#${anchorOf(target, limit)}"
      >${placeText(placeOf(target))}</a
    >${used}${muted}`;
}
