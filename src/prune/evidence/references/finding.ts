import type { Region } from '../../../model/aws-ids.ts';

/**
 * A mention of functions at a place of a document (`Resources.One.Properties.ServiceToken`):
 * - `version`: this version, of each function that `functionName`, which may be a glob, matches
 * - `every-version`: each version of these functions
 * - `could-not-tell`: the caller chooses the function at run time. It keeps nothing
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

/** Any text. No name of a function contains it. */
export const ANY = '*';
