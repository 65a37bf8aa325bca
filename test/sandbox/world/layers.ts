import type { PolicyDocument } from '../world.ts';

/** A layer and those of its versions that exist. */
export interface LayerWorld {
  readonly name: string;
  /** Such as `1-20, 25`. */
  readonly versions: string;
  /** Package bytes of each version; default 1 MiB. */
  readonly codeSize?: number;
  /** Package bytes of single versions, by number. */
  readonly codeSizes?: Readonly<Record<string, number>>;
  /** Creation of the first and the last version; the others lie evenly between. */
  readonly createdFrom?: string;
  readonly createdTo?: string;
  /** CreatedDate of single versions as AWS would write it; may be broken on purpose. */
  readonly createdDates?: Readonly<Record<string, string>>;
  /** Resource policies by version. */
  readonly policies?: Readonly<Record<string, PolicyDocument>>;
  /** Versions whose content stays in the customer's bucket and does not count. */
  readonly referencedContent?: readonly string[];
}
