import { groupBy } from '../../model/group-by.ts';
import { splitIntoParts } from '../partition.ts';
import { counted } from '../../text/quantities.ts';
import { joinWords } from './headline.ts';
import type { NoticeWords } from './notice-words.ts';

/** One alert in the index of a message. */
export interface IndexEntry {
  /** The account's id; absent for alerts about the watchdog itself. */
  readonly accountId?: string;
  /** The account's name, or `The watchdog itself`. */
  readonly name: string;
  /** Severity and limit, such as `CRITICAL Lambda code storage`. Accounts with an equal text share a line. */
  readonly what: string;
  /** The line of the alert, such as `CRITICAL eu-west-1 Lambda code storage 97 %`. */
  readonly line: string;
}

const SEPARATOR = ', ';
/** The most characters of a line. Receivers break longer lines. */
const LONGEST_LINE = 900;
const OWN = 'The watchdog itself';

export function indexEntry(words: NoticeWords): IndexEntry {
  const { accountId, opening, account = OWN, place, what, brief } = words;
  return {
    ...(accountId !== undefined && { accountId }),
    name: account,
    what: joinWords(opening, what === '' ? brief : what),
    line: joinWords(opening, place, what, brief),
  };
}

/** The maximum size of the index, and how the receiver measures a text. */
export interface Room {
  readonly most: number;
  readonly sizeOf: (text: string) => number;
}

/**
 * Returns the lines of the index: every account once, worst first. If there is room, each alert has a line.
 * Otherwise accounts with an equal worst alert share a line that lists their names. If that is too long, as many
 * accounts as fit are listed by id, and the others are counted.
 */
export function indexLines(entries: readonly IndexEntry[], room: Room): readonly string[] {
  const accounts = byAccount(entries);
  const names = denseLines(accounts, ({ name }) => name, accounts.length);
  const whole = [lineForEach(accounts), names].find((lines) => fits(lines, room));
  if (whole !== undefined) return whole;
  let least = 0;
  let most = accounts.length + 1;
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (fits(denseLines(accounts, idOf, middle), room)) least = middle;
    else most = middle;
  }
  return denseLines(accounts, idOf, least);
}

type Account = readonly [IndexEntry, ...IndexEntry[]];

function byAccount(entries: readonly IndexEntry[]): readonly Account[] {
  return [...groupBy(entries, ({ accountId = '' }) => accountId).values()];
}

function lineForEach(accounts: readonly Account[]): readonly string[] {
  return accounts.flatMap((alerts) => {
    const [{ name, accountId }] = alerts;
    const title = accountId === undefined ? name : `${name} ${accountId}`;
    return [title, ...alerts.map(({ line }) => `- ${line}`)];
  });
}

/** Returns compact lines: `CRITICAL Lambda code storage (3 accounts):`, then `dev, test (+1), stage`. */
function denseLines(
  accounts: readonly Account[],
  shownAs: (entry: IndexEntry) => string,
  most: number,
): readonly string[] {
  const groups = groupBy(accounts.slice(0, most), ([worst]) => worst.what);
  const omitted = accounts.length - most;
  return [
    ...[...groups].flatMap(([what, affected]) => [
      `${what} (${counted(affected.length, 'account')}):`,
      ...splitIntoParts(
        affected
          .map(
            ([worst, ...others]) =>
              `${shownAs(worst)}${others.length === 0 ? '' : ` (+${others.length})`}`,
          )
          .map((name) => ({ item: name, costs: [name.length + SEPARATOR.length] })),
        [LONGEST_LINE],
      ).map((line) => line.join(SEPARATOR)),
    ]),
    ...(omitted > 0 ? [`And ${counted(omitted, 'more account')}, in the report.`] : []),
  ];
}

function idOf({ accountId, name }: IndexEntry): string {
  return accountId ?? name;
}

function fits(lines: readonly string[], { most, sizeOf }: Room): boolean {
  return sizeOf(lines.join('\n')) <= most;
}

/** From this number of alerts on, a message has an index of all alerts, and only the worst in full. */
const INDEXED_FROM = 8;
const WORST = 5;

export interface Selection<Item> {
  readonly inFull: readonly Item[];
  /** All alerts, if not all are in full; otherwise all but the first. */
  readonly indexed: readonly Item[];
}

export function selectAlerts<Item>(alerts: readonly Item[]): Selection<Item> {
  return alerts.length < INDEXED_FROM
    ? { inFull: alerts, indexed: alerts.slice(1) }
    : { inFull: alerts.slice(0, WORST), indexed: alerts };
}
