import type { CommandPlace } from './command-row.ts';
import { documentedPlace, PAGES } from './documented.ts';
import { DOCUMENTED } from './documented-commands.ts';
import { otherPlaces } from './other-places.ts';
import { initPlaces, setupPlaces } from './setup-places.ts';

/** Returns every source of AWS CLI commands, by running the code that prints each text. */
export async function places(): Promise<readonly CommandPlace[]> {
  const printed = await Promise.all([initPlaces(), setupPlaces(), otherPlaces()]);
  return [...printed.flat(), ...PAGES.map((page) => documentedPlace(page, DOCUMENTED[page] ?? []))];
}
