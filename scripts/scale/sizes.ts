import { LAMBDA_ITEMS_A_PAGE, pagesOf } from '../bench/floors/pages.ts';

/** An organisation of which a tenth of the places hold functions. */
export interface Size {
  readonly accounts: number;
  readonly regions: number;
}

/** As in the benchmark's organisation. */
const FUNCTIONS_A_FULL_PLACE = 20;
const VERSIONS_A_FULL_PLACE = 1_176;
const FULL_SHARE = 0.1;

/** Pairs of account and Region. */
export function placesOf({ accounts, regions }: Size): number {
  return accounts * regions;
}

export function fullPlacesOf(size: Size): number {
  return Math.round(placesOf(size) * FULL_SHARE);
}

/** One usage a place and limit of a Region, and one an account: what is judged, told and remembered. */
export function subjectsOf(size: Size): number {
  return placesOf(size) * 2 + size.accounts;
}

/** Functions whose aliases are remembered. */
export function functionsOf(size: Size): number {
  return fullPlacesOf(size) * FUNCTIONS_A_FULL_PLACE;
}

export function versionsOf(size: Size): number {
  return fullPlacesOf(size) * VERSIONS_A_FULL_PLACE;
}

/** Calls of one run, each the fewest that there can be; see scripts/bench/floors/watch.ts. */
export function callsOf(size: Size): number {
  const full = fullPlacesOf(size);
  const pages = pagesOf(VERSIONS_A_FULL_PLACE + FUNCTIONS_A_FULL_PLACE, LAMBDA_ITEMS_A_PAGE);
  const perAccount = 1 + 2;
  return size.accounts * perAccount + placesOf(size) + full * (pages + FUNCTIONS_A_FULL_PLACE);
}
