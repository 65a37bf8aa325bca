import type { Codec } from '../../../documents/codec.ts';
import { failure } from '../../../documents/model-values.ts';
import { optional, record } from '../../../documents/records.ts';
import { oneOf, text } from '../../../documents/values.ts';
import { variants } from '../../../documents/variants.ts';
import type { ReadFailure } from '../../../model/failure.ts';

/** How far a listing of a Region, of its functions or of its layers, has got. */
export type ListingProgress =
  /** The page to go on with; the first when it is not there. */
  | { readonly kind: 'under-way'; readonly marker?: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** As it is stored between two slices. */
export const listingProgress: Codec<ListingProgress> = variants('kind', [
  record({ kind: oneOf(['under-way']), marker: optional(text) }),
  record({ kind: oneOf(['done']) }),
  record({ kind: oneOf(['failed']), failure }),
]);
