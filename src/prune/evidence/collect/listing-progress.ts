import type { Reader } from '../../../documents/stored-values.ts';
import { objectOf, oneOf, text } from '../../../documents/stored-values.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import { readFailureData } from './state-evidence.ts';

/** How far a listing of a Region, of its functions or of its layers, has got. */
export type ListingProgress =
  /** The page to go on with; the first when it is not there. */
  | { readonly kind: 'under-way'; readonly marker?: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** As it is stored between two slices. */
export const listingProgress: Reader<ListingProgress> = objectOf((of): ListingProgress => {
  const kind = of.get('kind', oneOf('under-way', 'done', 'failed'));
  switch (kind) {
    case 'under-way': {
      const marker = of.maybe('marker', text);
      return { kind, ...(marker !== undefined && { marker }) };
    }
    case 'done':
      return { kind };
    case 'failed':
      return { kind, failure: of.get('failure', readFailureData) };
  }
});
