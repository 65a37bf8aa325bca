import type { Region } from '../../../model/aws-ids.ts';

/**
 * What a document says of functions, place by place (`Resources.One.Properties.ServiceToken`):
 * - `version`: this version. `functionName` may be a glob: the version of each function that it matches
 * - `every-version`: each version of each function that `functionName`, which may be a glob, matches
 * - `could-not-tell`: it calls a function, but which one is only decided when it runs. It keeps nothing
 * - `could-not-check`: not understood, or not readable. It keeps every version that this read would clear
 */
export type ReferenceFinding =
  | (FoundFunction & { readonly kind: 'version'; readonly version: string })
  | (FoundFunction & { readonly kind: 'every-version' })
  | { readonly kind: 'could-not-tell'; readonly place: string }
  | { readonly kind: 'could-not-check'; readonly place: string; readonly why: string };

interface FoundFunction {
  readonly region: Region;
  readonly functionName: string;
  readonly place: string;
}

/** In a finding: any text. No name of a function can hold it. */
export const ANY = '*';
