import { LAMBDA_ITEMS_A_PAGE, pagesOf } from '../bench/floors/pages.ts';

/** The size of an organisation in which a tenth of the account-Region pairs have functions. */
export interface Size {
  readonly accounts: number;
  readonly regions: number;
}

/** The figures of the benchmark's organisation. A full place is an account-Region pair that has functions. */
const FUNCTIONS_A_FULL_PLACE = 20;
const VERSIONS_A_FULL_PLACE = 1_176;
const FULL_SHARE = 0.1;

/** Returns the number of account-Region pairs. */
export function placesOf({ accounts, regions }: Size): number {
  return accounts * regions;
}

export function fullPlacesOf(size: Size): number {
  return Math.round(placesOf(size) * FULL_SHARE);
}

/** Returns the number of usages: two for each account-Region pair, and one for each account. */
export function subjectsOf(size: Size): number {
  return placesOf(size) * 2 + size.accounts;
}

/** Returns the number of functions whose aliases are stored. */
export function functionsOf(size: Size): number {
  return fullPlacesOf(size) * FUNCTIONS_A_FULL_PLACE;
}

export function versionsOf(size: Size): number {
  return fullPlacesOf(size) * VERSIONS_A_FULL_PLACE;
}

/** Returns the fewest calls of one run; see scripts/bench/floors/watch.ts. */
export function callsOf(size: Size): number {
  const full = fullPlacesOf(size);
  const pages = pagesOf(VERSIONS_A_FULL_PLACE + FUNCTIONS_A_FULL_PLACE, LAMBDA_ITEMS_A_PAGE);
  const perAccount = 1 + 2;
  return size.accounts * perAccount + placesOf(size) + full * (pages + FUNCTIONS_A_FULL_PLACE);
}
