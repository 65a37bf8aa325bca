import type { LambdaClient } from '@aws-sdk/client-lambda';

import type { Region } from '../model/aws-ids.ts';
import type { ReadFailure } from '../model/failure.ts';
import type {
  Evidence,
  EvidenceCheck,
  EvidenceScope,
  VersionUse,
} from '../model/prune-evidence.ts';
import type { FreshFunction } from '../model/prune-guard.ts';
import type { FunctionListing, Reading, VersionFacts } from '../model/prune-inventory.ts';
import type { DeletableRef } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import { SECOND_MS } from '../model/time.ts';
import type { Clock } from '../ports.ts';
import { readFailure } from './failures.ts';
import { LIST_FUNCTIONS } from './list-functions.ts';
import { listRegion, listVersions, LIST_VERSIONS, listWholeAliases } from './prune-listing.ts';
import {
  GET_POLICY,
  LIST_MAPPINGS,
  LIST_PROVISIONED,
  listMappings,
  listProvisioned,
  policyUses,
} from './prune-uses.ts';
import { isRecent, SharedRead } from './shared-read.ts';

/** Asked for again when they are older; used for less than a slice after, they are never a minute old. */
const MAPPINGS_AGE_MS = 50 * SECOND_MS;
/** Listed again when older. How old a listing may be when it is used, and why, is decided elsewhere. */
const LISTING_AGE_MS = 100 * SECOND_MS;

/**
 * All that is read again of one Region before its versions are deleted. One for a slice. What was read
 * for many functions at once and failed is asked again for the next one.
 */
export class RegionReader {
  readonly #clock: Clock;
  readonly #region: Region;
  readonly #listing: 'region' | 'function';
  readonly #lambda: LambdaClient;
  readonly #policies: LambdaClient;
  readonly #mappings: SharedRead<readonly VersionUse[]>;
  readonly #listed: SharedRead<ReadonlyMap<string, readonly VersionFacts[]>>;
  readonly #known = new Map<string, FunctionListing>();

  constructor(
    clock: Clock,
    region: Region,
    listing: 'region' | 'function',
    clients: { readonly deleting: LambdaClient; readonly policies: LambdaClient },
  ) {
    const { deleting, policies } = clients;
    this.#clock = clock;
    this.#region = region;
    this.#listing = listing;
    this.#lambda = deleting;
    this.#policies = policies;
    this.#mappings = new SharedRead(clock, MAPPINGS_AGE_MS, () =>
      reading(LIST_MAPPINGS, () => listMappings(deleting, region)),
    );
    this.#listed = new SharedRead(clock, LISTING_AGE_MS, () =>
      reading(LIST_FUNCTIONS, () => listRegion(deleting)),
    );
  }

  recall(listings: readonly FunctionListing[]): void {
    for (const one of listings) this.#known.set(one.name, one);
  }

  listings(): readonly FunctionListing[] {
    return [...this.#known.values()];
  }

  async functionNow(functionName: string): Promise<FreshFunction> {
    const region = this.#region;
    const { readAt, value: mappings } = this.#mappings.now();
    const [listed, aliases, mapped, provisioned] = await Promise.all([
      this.#versionsNow(functionName),
      reading('lambda:ListAliases', () => listWholeAliases(this.#lambda, functionName)),
      mappings,
      reading(LIST_PROVISIONED, () => listProvisioned(this.#lambda, region, functionName)),
    ]);
    return {
      versions: listed.versions,
      versionsReadAt: listed.readAt,
      aliases,
      evidence: [
        evidence('event-source-mappings', { kind: 'region', region }, mapped),
        evidence(
          'provisioned-concurrency',
          { kind: 'function', region, functionName },
          provisioned,
        ),
      ],
      mappingsReadAt: readAt,
    };
  }

  async policyNow(ref: DeletableRef): Promise<readonly Evidence[]> {
    const { region, functionName, version } = ref;
    const found = await reading(GET_POLICY, () => policyUses(this.#policies, ref));
    return [evidence('resource-policy', { kind: 'version', region, functionName, version }, found)];
  }

  async #versionsNow(name: string): Promise<{
    readonly readAt: Instant;
    readonly versions: Reading<readonly VersionFacts[]>;
  }> {
    const known = this.#known.get(name);
    if (known !== undefined && isRecent(known.readAt, this.#clock.now(), LISTING_AGE_MS)) {
      return { readAt: known.readAt, versions: { kind: 'read', value: known.versions } };
    }
    if (this.#listing === 'function') {
      const readAt = this.#clock.now();
      const versions = await reading(LIST_VERSIONS, () => listVersions(this.#lambda, name));
      if (versions.kind === 'read') {
        this.#known.set(name, { name, readAt, versions: versions.value });
      }
      return { readAt, versions };
    }
    const { readAt, value } = this.#listed.now();
    const listed = await value;
    if (listed.kind === 'failed') return { readAt, versions: listed };
    for (const [one, versions] of listed.value)
      this.#known.set(one, { name: one, readAt, versions });
    const versions = listed.value.get(name);
    return {
      readAt,
      versions:
        versions === undefined
          ? { kind: 'failed', failure: NOT_LISTED }
          : { kind: 'read', value: versions },
    };
  }
}

/** `$LATEST` is always listed, so what is not listed is not there. */
const NOT_LISTED: ReadFailure = {
  reason: 'absent',
  operation: LIST_FUNCTIONS,
  errorName: 'NotListed',
  message: 'the function is no longer listed',
  attempts: 1,
};

/** What was read, or why not: a failure is data. */
export async function reading<Value>(
  operation: string,
  read: () => Promise<Value>,
): Promise<Reading<Value>> {
  try {
    return { kind: 'read', value: await read() };
  } catch (error) {
    return { kind: 'failed', failure: readFailure(error, operation) };
  }
}

function evidence(
  check: EvidenceCheck,
  scope: EvidenceScope,
  found: Reading<readonly VersionUse[]>,
): Evidence {
  const outcome = found.kind === 'read' ? ({ kind: 'read', uses: found.value } as const) : found;
  return { check, scope, outcome };
}
