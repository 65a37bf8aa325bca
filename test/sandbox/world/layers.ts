import type { PolicyDocument } from '../world.ts';

/** A layer with the versions that exist. */
export interface LayerWorld {
  readonly name: string;
  /** The versions that exist, such as `1-20, 25`. */
  readonly versions: string;
  /** The package bytes of each version; default: 1 MiB. */
  readonly codeSize?: number;
  /** The package bytes of single versions, by number. */
  readonly codeSizes?: Readonly<Record<string, number>>;
  /** When the first version was created; the others follow at equal intervals until `createdTo`. */
  readonly createdFrom?: string;
  readonly createdTo?: string;
  /** CreatedDate of single versions in AWS's format; a test may set an invalid text. */
  readonly createdDates?: Readonly<Record<string, string>>;
  /** Resource policies by version number. */
  readonly policies?: Readonly<Record<string, PolicyDocument>>;
  /** Versions whose content stays in the customer's bucket and does not count towards the code storage. */
  readonly referencedContent?: readonly string[];
}
