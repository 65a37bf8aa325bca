import { ServiceFailure } from '../../wire/failure.ts';
import { isMembers } from '../../wire/message.ts';
import { invalidParameter } from './function-name.ts';

/**
 * Pages of a list in a fixed order of keys, so that deleting an item between two pages does not shift the others.
 */

export interface Entry<Item> {
  /** The position of the entry in the order of the list. */
  readonly key: string;
  item(): Item;
}

export interface PageRequest {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface PageRules {
  /** The largest value of MaxItems that is accepted. */
  readonly accepts: number;
  /** The most items of a page, whatever MaxItems says. */
  readonly most: number;
  /** Whether every second page has no items and only a marker. */
  readonly emptyPages?: boolean | undefined;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly NextMarker?: string;
}

/**
 * Returns one page.
 *
 * @param after yields the entries after a key, in order; all entries for `undefined`
 */
export function takePage<Item>(
  after: (key: string | undefined) => Iterable<Entry<Item>>,
  { Marker, MaxItems }: PageRequest,
  { accepts, most, emptyPages = false }: PageRules,
): Page<Item> {
  if (MaxItems !== undefined && (MaxItems < 1 || MaxItems > accepts)) {
    throw new ServiceFailure(
      'ValidationException',
      `1 validation error detected: Value '${MaxItems}' at 'maxItems' failed to satisfy ` +
        `constraint: Member must have value ${MaxItems < 1 ? 'greater than or equal to 1' : `less than or equal to ${accepts}`}`,
      400,
    );
  }
  const place = Marker === undefined ? undefined : readMarker(Marker);
  if (place?.isEmptyNext === true) {
    return { items: [], NextMarker: writeMarker({ ...place, isEmptyNext: false }) };
  }
  const size = Math.min(MaxItems ?? most, most);
  const items: Item[] = [];
  let last: string | undefined;
  for (const entry of after(place?.key)) {
    if (items.length === size && last !== undefined) {
      return { items, NextMarker: writeMarker({ key: last, isEmptyNext: emptyPages }) };
    }
    items.push(entry.item());
    last = entry.key;
  }
  return { items };
}

/** Returns the entries after a key of a short list, which is sorted again for each page. */
export function listed<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): (key: string | undefined) => Iterable<Entry<Item>> {
  const entries = items
    .map((item) => ({ key: keyOf(item), item: () => item }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return (key) => (key === undefined ? entries : entries.filter((entry) => entry.key > key));
}

interface Place {
  readonly key: string;
  readonly isEmptyNext: boolean;
}

function writeMarker(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64');
}

function readMarker(marker: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(marker, 'base64').toString('utf8'));
    if (isMembers(place) && typeof place['key'] === 'string') {
      return { key: place['key'], isEmptyNext: place['isEmptyNext'] === true };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidParameter('Invalid Marker');
}
