import type { AccountId, Region } from '../../../model/aws-ids.ts';

/** Whose functions a reference without account and Region means. */
export interface Home {
  readonly account: AccountId;
  readonly region: Region;
}

/**
 * What a document says of functions, place by place (`Resources.One.Properties.ServiceToken`):
 * - `version`: this version. `functionName` may be a glob: the version of each function that it matches
 * - `every-version`: each version of each function that `functionName`, which may be a glob, matches
 * - `could-not-tell`: it calls a function, but which one is only decided when it runs. It keeps nothing
 * - `could-not-check`: not understood, or not readable. It keeps every version that this read would clear
 */
export type ReferenceFinding =
  | {
      readonly kind: 'version';
      readonly region: Region;
      readonly functionName: string;
      readonly version: string;
      readonly place: string;
    }
  | {
      readonly kind: 'every-version';
      readonly region: Region;
      readonly functionName: string;
      readonly place: string;
    }
  | { readonly kind: 'could-not-tell'; readonly place: string }
  | { readonly kind: 'could-not-check'; readonly place: string; readonly why: string };

/** In a finding: any text. No name of a function can hold it. */
export const ANY = '*';
