import type { CommandPlace } from './command-row.ts';
import { initPlaces, setupPlaces } from './setup-places.ts';

/** Every place that gives commands of the AWS CLI to people, by running what makes the text. */
export async function places(): Promise<readonly CommandPlace[]> {
  const made = await Promise.all([initPlaces(), setupPlaces()]);
  return made.flat();
}
