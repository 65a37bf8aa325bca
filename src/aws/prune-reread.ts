import type { LambdaClient } from '@aws-sdk/client-lambda';

import type { Region } from '../model/aws-ids.ts';
import type {
  Evidence,
  EvidenceCheck,
  EvidenceScope,
  VersionUse,
} from '../model/prune-evidence.ts';
import type { FreshFunction } from '../model/prune-guard.ts';
import type { Reading, VersionFacts } from '../model/prune-inventory.ts';
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

/** Read again before they are a minute old, which is when they say nothing any more. */
const MAPPINGS_AGE_MS = 40 * SECOND_MS;

interface ReadMappings {
  readonly readAt: Instant;
  readonly uses: Promise<Reading<readonly VersionUse[]>>;
}

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
  #listed: Promise<Reading<ReadonlyMap<string, readonly VersionFacts[]>>> | undefined;
  #mappings: ReadMappings | undefined;

  constructor(
    clock: Clock,
    region: Region,
    listing: 'region' | 'function',
    clients: { readonly deleting: LambdaClient; readonly policies: LambdaClient },
  ) {
    this.#clock = clock;
    this.#region = region;
    this.#listing = listing;
    this.#lambda = clients.deleting;
    this.#policies = clients.policies;
  }

  async functionNow(functionName: string): Promise<FreshFunction> {
    const region = this.#region;
    const { readAt, uses: mappings } = this.#mappingsNow();
    const [versions, aliases, mapped, provisioned] = await Promise.all([
      this.#versionsNow(functionName),
      reading('lambda:ListAliases', () => listWholeAliases(this.#lambda, functionName)),
      mappings,
      reading(LIST_PROVISIONED, () => listProvisioned(this.#lambda, region, functionName)),
    ]);
    return {
      versions,
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

  #mappingsNow(): ReadMappings {
    const now = this.#clock.now();
    if (this.#mappings === undefined || now - this.#mappings.readAt > MAPPINGS_AGE_MS) {
      const uses = reading(LIST_MAPPINGS, () => listMappings(this.#lambda, this.#region));
      const mappings = { readAt: now, uses };
      this.#mappings = mappings;
      void uses.then(({ kind }) => {
        if (kind === 'failed' && this.#mappings === mappings) this.#mappings = undefined;
      });
    }
    return this.#mappings;
  }

  async #versionsNow(functionName: string): Promise<Reading<readonly VersionFacts[]>> {
    if (this.#listing === 'function') {
      return reading(LIST_VERSIONS, () => listVersions(this.#lambda, functionName));
    }
    this.#listed ??= reading(LIST_FUNCTIONS, () => listRegion(this.#lambda));
    const listed = await this.#listed;
    if (listed.kind === 'failed') {
      this.#listed = undefined;
      return listed;
    }
    const value = listed.value.get(functionName);
    if (value !== undefined) return { kind: 'read', value };
    // `$LATEST` is always listed, so what is not listed is not there.
    const failure = {
      reason: 'absent',
      operation: LIST_FUNCTIONS,
      errorName: 'NotListed',
      message: 'the function is no longer listed',
      attempts: 1,
    } as const;
    return { kind: 'failed', failure };
  }
}

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
