import { canonicalJson } from '../plan/canonical.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { FunctionListing } from '../model/inventory.ts';
import type { Digest } from '../model/prune-plan.ts';
import type { PruneAccess, PruneStore } from '../ports.ts';
import { factsForJson, readFacts } from '../documents/plan-json.ts';
import type { Read } from '../../documents/reading.ts';
import {
  instantText,
  list,
  object,
  oneOf,
  parsed,
  readInstant,
  text,
} from '../../documents/reading.ts';
import { listedName } from './documents.ts';

const LISTED_KIND = 'limits-watchdog.prune-listed';
const LISTED_FORMAT = 1;

/** Where a run is in the journal of one Region. */
export interface JournalPlace {
  readonly planId: string;
  readonly planDigest: string;
  readonly region: Region;
  /** So many segments are written. */
  readonly segments: number;
}

interface ListedPorts {
  readonly store: PruneStore;
  readonly access: Pick<PruneAccess, 'listings' | 'recall'>;
  readonly digest: Digest;
}

/**
 * Leaves to the next slice which versions there are of these functions, so that it need not list the
 * Region again. Only who goes on right here in the journal finds it: after a kill, or another run's
 * deletions, all is listed again.
 */
export async function leaveListed(
  place: JournalPlace,
  names: ReadonlySet<string>,
  { store, access, digest }: ListedPorts,
): Promise<void> {
  const listings = access.listings(place.region).filter(({ name }) => names.has(name));
  if (place.segments === 0 || listings.length === 0) return;
  const content = contentOf(place, listings);
  const sealed = { ...content, digest: digest(canonicalJson(content)) };
  await store.create(nameOf(place), JSON.stringify(sealed));
}

/**
 * Hands on what the slice before has listed; nothing of a document that is not of this plan and Region
 * or not as it was written. One that somebody forges with its digest can claim no more than that
 * functions are as planned: what may use a version is read again all the same.
 */
export async function recallListed(
  place: JournalPlace,
  { store, access, digest }: ListedPorts,
): Promise<void> {
  const found = place.segments === 0 ? undefined : await store.read(nameOf(place));
  if (found === undefined) return;
  const listed = parsed(found, readListed);
  if (!listed.ok) return;
  const { functions, digest: seal, plan, region } = listed.value;
  if (plan !== place.planDigest || region !== place.region) return;
  if (seal !== digest(canonicalJson(contentOf(place, functions)))) return;
  access.recall(place.region, functions);
}

function nameOf({ planId, region, segments }: JournalPlace): string {
  return listedName(planId, region, segments);
}

function contentOf({ planDigest, region }: JournalPlace, listings: readonly FunctionListing[]) {
  return {
    kind: LISTED_KIND,
    format: LISTED_FORMAT,
    plan: planDigest,
    region,
    functions: listings.map(({ name, readAt, versions }) => ({
      name,
      readAt: instantText(readAt),
      versions: versions.map(factsForJson),
    })),
  };
}

const readListing: Read<FunctionListing> = object(({ required }) => ({
  name: required('name', text),
  readAt: required('readAt', readInstant),
  versions: required('versions', list(readFacts)),
}));

const readListed = object(({ required }) => {
  required('kind', oneOf([LISTED_KIND]));
  required('format', oneOf([LISTED_FORMAT]));
  return {
    plan: required('plan', text),
    region: required('region', text),
    functions: required('functions', list(readListing)),
    digest: required('digest', text),
  };
});
