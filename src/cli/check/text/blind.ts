import type { BlindFinding, UnknownFinding } from '../../../model/finding.ts';
import type { RunReport } from '../../../model/run-report.ts';
import { groupBy } from '../../../model/group-by.ts';
import { placeOf } from '../../../model/target.ts';
import { isUnseen } from '../../../report/page/blind-spots.ts';
import { worstFirst } from '../../../report/page/level.ts';
import { blindText } from '../../../text/blind-text.ts';
import { plain } from '../../../text/plain.ts';
import { counted, usedText } from '../../../text/quantities.ts';
import type { TableRoom } from '../../../text/table.ts';
import { headedLines } from './figures.ts';
import { namesText } from './names.ts';
import { STATE_TONES, STATE_WORDS } from './lines.ts';

const MOST_NAMED = { accounts: 12, regions: 4, limits: 4 };
const NO_END = { accounts: Infinity, regions: Infinity, limits: Infinity };

type UnseenFinding = BlindFinding | UnknownFinding;

/** Findings whose usage or limit could not be read, all for the same cause. */
export interface BlindGroup {
  readonly state: UnseenFinding['state'];
  /** The failure of the first is shown for all of them. */
  readonly findings: readonly [UnseenFinding, ...UnseenFinding[]];
  readonly accounts: readonly UnseenFinding['target']['account'][];
}

/** Groups unseen findings by cause; with `isExact`, also by the limits and places that their account lacks. */
export function blindGroups(
  { findings }: Pick<RunReport, 'findings'>,
  isExact: boolean,
): readonly BlindGroup[] {
  const unseen = findings
    .filter(isUnseen)
    .toSorted(worstFirst)
    .map(({ finding }) => finding);
  const ofAccountKey = (one: UnseenFinding) => causeKey(one, one.target.account.id);
  const byAccount = groupBy(unseen, ofAccountKey);
  const groups = groupBy(unseen, (one) => {
    const same = isExact ? (byAccount.get(ofAccountKey(one)) ?? []).map(figureKey) : [];
    return JSON.stringify([causeKey(one), same.toSorted()]);
  });
  return [...groups.values()].map((those) => ({
    state: those[0].state,
    findings: those,
    accounts: [...new Map(those.map(({ target }) => [target.account.id, target.account])).values()],
  }));
}

export function blindLines(
  groups: readonly BlindGroup[],
  report: RunReport,
  isExact: boolean,
  { width, paint }: TableRoom,
): readonly string[] {
  return groups.flatMap((group) => {
    const head = { text: STATE_WORDS[group.state], tone: STATE_TONES[group.state] };
    return headedLines(head, groupText(group, report, isExact), width, paint);
  });
}

function groupText(group: BlindGroup, { limits }: RunReport, isExact: boolean): string {
  const { findings, accounts, state } = group;
  const most = isExact ? NO_END : MOST_NAMED;
  const places = [...new Set(findings.map(({ target }) => placeOf(target)))];
  const regions = places.filter((place) => place !== 'global');
  const where = [
    ...(regions.length > most.regions ? [counted(regions.length, 'Region')] : regions),
    ...(regions.length < places.length ? ['account-wide'] : []),
  ].join(', ');
  const ids = [...new Set(findings.map(({ limit }) => limit))];
  // The report may come from an untrusted function, so control characters are removed from its texts.
  const titles = ids.map((limit) => plain(limits.find(({ id }) => id === limit)?.title ?? limit));
  const what = namesText(titles, most.limits);
  const names = accountsText(accounts, most.accounts);
  // If every account lacks the same limits in the same places, the line is exact without a number of figures.
  const isUniform = new Set(findings.map(figureKey)).size * accounts.length === findings.length;
  const isDifferent = !isExact && !isUniform;
  const amount = isDifferent ? ` ${counted(findings.length, 'figure')} in` : '';
  const missing = state === 'unknown' ? `the limit of ${what}${usageText(group)}` : what;
  const isShort =
    isDifferent ||
    regions.length > most.regions ||
    names !== accountsText(accounts, Infinity) ||
    what !== namesText(titles, Infinity);
  const more = isShort ? '; --all names each' : '';
  return `${names},${amount} ${where}: ${missing}: ${failureOf(group)}${more}`;
}

function accountsText(accounts: BlindGroup['accounts'], most: number): string {
  const [first] = accounts;
  if (first === undefined) return '';
  if (accounts.length === 1) return `${plain(first.name)} (${first.id})`;
  const names = accounts.map(({ name }) => plain(name));
  const texts = accounts.map(({ name, id }) => {
    const own = plain(name);
    return names.filter((one) => one === own).length > 1 ? `${own} ${id}` : own;
  });
  return `${counted(accounts.length, 'account')} (${namesText(texts, most)})`;
}

function usageText({ findings }: BlindGroup): string {
  const [first, ...others] = findings;
  if (others.length > 0 || first.state !== 'unknown') return '';
  return ` (${usedText(first.used, '')} in use)`;
}

/** Returns the failure's text. If findings have different texts, ACCOUNT replaces the account id, REGION the Region. */
function failureOf({ findings }: BlindGroup): string {
  const [first] = findings;
  const own = blindText(first.failure);
  return findings.every(({ failure }) => blindText(failure) === own) ? own : generalText(first);
}

function generalText({ failure, target }: UnseenFinding): string {
  const text = blindText(failure).replaceAll(target.account.id, 'ACCOUNT');
  return target.scope === 'region' ? text.replaceAll(target.region, 'REGION') : text;
}

function causeKey(one: UnseenFinding, account?: string): string {
  const { operation, reason, errorName } = one.failure;
  return JSON.stringify([account, one.state, operation, reason, errorName, generalText(one)]);
}

function figureKey({ target, limit }: UnseenFinding): string {
  return JSON.stringify([placeOf(target), limit]);
}
