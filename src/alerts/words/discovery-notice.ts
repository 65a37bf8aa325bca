import type { DiscoveryNotice } from '../../model/notice.ts';
import type { Particulars } from './notice-words.ts';
import type { Quote } from '../../text/plain.ts';

/** Accounts that a message names one by one. */
const MOST_SHOWN = 20;

/** How the accounts were found, or what became of some. */
export function discoveryWords(
  { problem, facts, remedy, accounts, count }: DiscoveryNotice,
  quote: Quote,
): Particulars {
  const shown = accounts.slice(0, MOST_SHOWN);
  const more = count - shown.length;
  return {
    what: quote(problem),
    brief: '',
    figures: [],
    facts: [
      ...shown.map(
        ({ id, name, why }) =>
          `${quote(name)} (${id})${why === undefined ? '' : `: ${quote(why)}`}`,
      ),
      ...(more > 0 ? [`And ${more} more.`] : []),
      ...facts.map(quote),
    ],
    holders: [],
    steps: remedy === undefined ? [] : [quote(remedy)],
    links: [],
  };
}
