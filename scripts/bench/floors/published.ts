import type { AccountWorld, FunctionWorld } from '../../../test/sandbox/world.ts';
import { numbersIn } from '../../../test/sandbox/state/range.ts';
import { LAMBDA_ITEMS_A_PAGE, pagesOf } from './pages.ts';

const DAY_MS = 86_400_000;

/** The rules by which versions are kept, as in watchdog.yml. */
export interface Retention {
  readonly keepNewest: number;
  readonly keepBelowAlias: number;
  readonly minimumAgeDays: number;
}

/** Returns the functions of an account in a Region. */
export function functionsIn(account: AccountWorld, region: string): readonly FunctionWorld[] {
  return account.regions?.[region]?.functions ?? [];
}

/** Returns the numbers of the published versions, ascending. */
export function versionsOf({ versions = '' }: FunctionWorld): readonly number[] {
  return [...numbersIn(versions)];
}

/** Returns the number of pages that list every version and every `$LATEST`. */
export function listingPages(functions: readonly FunctionWorld[]): number {
  const items = functions.reduce((sum, one) => sum + versionsOf(one).length + 1, 0);
  return pagesOf(items, LAMBDA_ITEMS_A_PAGE);
}

/** Returns the versions of a function that are neither among the newest nor too young. */
export function candidatesOf(
  one: FunctionWorld,
  { keepNewest, minimumAgeDays }: Retention,
  now: number,
): readonly number[] {
  const numbers = versionsOf(one);
  const first = Date.parse(one.publishedFrom ?? '');
  const last = Date.parse(one.publishedTo ?? '');
  if (Number.isNaN(first) || Number.isNaN(last)) {
    throw new TypeError(`${one.name} does not say when its versions were published`);
  }
  const publishedAt = (place: number): number =>
    numbers.length < 2 ? last : first + ((last - first) * place) / (numbers.length - 1);
  return numbers.filter(
    (_, place) =>
      place < numbers.length - keepNewest && publishedAt(place) <= now - minimumAgeDays * DAY_MS,
  );
}

/** Returns the candidates that no alias keeps. */
export function oldVersionsOf(one: FunctionWorld, kept: Retention, now: number): readonly number[] {
  const numbers = versionsOf(one);
  const held = new Set<number>();
  for (const { version, weights = {} } of one.aliases ?? []) {
    for (const target of [version, ...Object.keys(weights)].map(Number)) {
      const place = numbers.indexOf(target);
      for (const number of numbers.slice(Math.max(0, place - kept.keepBelowAlias), place + 1)) {
        held.add(number);
      }
    }
  }
  return candidatesOf(one, kept, now).filter((number) => !held.has(number));
}
