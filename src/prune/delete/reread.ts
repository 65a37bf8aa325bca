import type { Evidence } from '../model/evidence.ts';
import type { FreshFunction } from '../model/recheck.ts';
import type { Reading, VersionsReading } from '../model/inventory.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { DeletableRef } from '../model/version.ts';
import type { Instant } from '../../model/time.ts';
import { SECOND_MS } from '../../model/time.ts';
import type { Clock } from '../../model/clock.ts';
import { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import { aliasesOf } from '../evidence/aliases.ts';
import { readEventInvokeConfigs } from '../evidence/event-invoke-configs.ts';
import { eventSourceMappings } from '../evidence/event-source-mappings.ts';
import { functionPolicy } from '../evidence/function-policy.ts';
import { optOutTags } from '../evidence/opt-out-tags.ts';
import { provisionedConcurrency } from '../evidence/provisioned-concurrency.ts';
import type { EvidenceReads } from '../evidence/caller.ts';
import type { LambdaAction } from '../evidence/collect/lambda-requests.ts';
import type { PruneReads } from '../evidence/collect/rates.ts';
import type { ListedVersions } from '../evidence/collect/region-inventory.ts';
import { listRegion, listVersions } from '../evidence/collect/region-inventory.ts';
import { resourcePolicy } from '../evidence/resource-policy.ts';
import { readWide } from '../evidence/collect/walk.ts';
import type { DatedRead } from '../../limits/shared-read.ts';
import { SharedRead } from '../../limits/shared-read.ts';

export type RegionReads = EvidenceReads<LambdaAction> & Pick<PruneReads, 'lambda'>;

/** Mappings are read again at this age at the latest, so that they are less than a minute old when used. */
const MAPPINGS_AGE_MS = 50 * SECOND_MS;
const LEAST_MAPPINGS_AGE_MS = 10 * SECOND_MS;
/** Mappings may be 2 s old for each page of their list: one page in 2 s is 1/16 of the 8 requests a second. */
const MAPPINGS_AGE_A_PAGE_MS = 2 * SECOND_MS;
/** The age at which versions are listed again. `LISTING_FRESH_MS` limits how old a list may be when it is used. */
const LISTING_AGE_MS = 100 * SECOND_MS;

/** Reads functions of a Region again before deletions, within one invocation. Reads that failed are repeated. */
export class RegionReader {
  readonly #clock: Clock;
  readonly #listing: 'region' | 'function';
  readonly #reads: RegionReads;
  readonly #mappings: SharedRead<Evidence>;
  readonly #listed: SharedRead<Reading<ListedVersions>>;
  readonly #listedAlone = new Map<string, SharedRead<VersionsReading>>();
  readonly #configs = new Map<string, SharedRead<Evidence>>();

  constructor(clock: Clock, listing: 'region' | 'function', reads: RegionReads) {
    this.#clock = clock;
    this.#listing = listing;
    this.#reads = reads;
    let pages = 0;
    const counted: RegionReads = {
      ...reads,
      call: (action, input) => {
        pages += 1;
        return reads.call(action, input);
      },
    };
    this.#mappings = new SharedRead(
      clock,
      () => mappingsAgeMs(pages),
      () => {
        pages = 0;
        return readWide(eventSourceMappings, counted, []);
      },
      hasFailed,
    );
    const list = () => listRegion(reads);
    this.#listed = new SharedRead(clock, () => LISTING_AGE_MS, list, isFailed);
  }

  /** Reads a function. Reads that functions share come first, so that those of the function alone are the newest. */
  async functionNow(functionName: string): Promise<FreshFunction> {
    const { versions, readAt: versionsReadAt } = await this.versionsListed(functionName);
    const { readAt: mappingsReadAt, value } = this.#mappings.now();
    const mappings = await value;
    const readAt = this.#clock.now();
    const [aliases, provisioned, tags, configs] = await Promise.all([
      aliasesOf(this.#reads, functionName),
      provisionedConcurrency.read(this.#reads, functionName),
      optOutTags.read(this.#reads, functionName),
      this.#configsOf(functionName),
    ]);
    const evidence = [mappings, provisioned, tags, configs];
    return { versions, versionsReadAt, aliases, evidence, mappingsReadAt, readAt };
  }

  /** Reads the resource policies of these versions and of their functions. */
  policiesNow(refs: readonly DeletableRef[]): Promise<readonly Evidence[]> {
    const names = new Set(refs.map(({ functionName }) => functionName));
    return Promise.all([
      ...[...names].map((name) => functionPolicy.read(this.#reads, name)),
      ...refs.map((ref) => resourcePolicy.read(this.#reads, ref)),
    ]);
  }

  /** Reads the event invoke configurations of a function once in an invocation. */
  #configsOf(functionName: string): Promise<Evidence> {
    return sharedRead(this.#configs, functionName, () => {
      const read = async (): Promise<Evidence> =>
        (await readEventInvokeConfigs(this.#reads, functionName)).evidence;
      return new SharedRead(this.#clock, () => Infinity, read, hasFailed);
    }).value;
  }

  /** Always lists the versions anew. */
  versionsNow(functionName: string): Promise<VersionsReading> {
    return listVersions(this.#reads, functionName);
  }

  /** The versions of a function, from a list that is at most `LISTING_AGE_MS` old, and when the list was begun. */
  async versionsListed(name: string): Promise<{ readAt: Instant; versions: VersionsReading }> {
    if (this.#listing === 'function') {
      const read = () => listVersions(this.#reads, name);
      const { readAt, value } = sharedRead(
        this.#listedAlone,
        name,
        () => new SharedRead(this.#clock, () => LISTING_AGE_MS, read, isFailed),
      );
      return { readAt, versions: await value };
    }
    const { readAt, value } = this.#listed.now();
    const listed = await value;
    if (listed.kind === 'failed') return { readAt, versions: listed };
    const versions = listed.value.get(name);
    if (versions === undefined)
      return { readAt, versions: { kind: 'failed', failure: NOT_LISTED } };
    return { readAt, versions: { kind: 'read', value: versions } };
  }
}

function sharedRead<Value>(
  reads: Map<string, SharedRead<Value>>,
  functionName: string,
  make: () => SharedRead<Value>,
): DatedRead<Value> {
  const read = reads.get(functionName) ?? make();
  reads.set(functionName, read);
  return read.now();
}

function isFailed({ kind }: Reading<unknown>): boolean {
  return kind === 'failed';
}

function hasFailed({ outcome }: Evidence): boolean {
  return outcome.kind === 'failed';
}

/** The age in milliseconds at which event source mappings are read again when their list has this many pages. */
export function mappingsAgeMs(pages: number): number {
  const byCost = pages * MAPPINGS_AGE_A_PAGE_MS;
  return Math.min(MAPPINGS_AGE_MS, Math.max(LEAST_MAPPINGS_AGE_MS, byCost));
}

/** AWS always lists `$LATEST`, so a function without a listed version does not exist. */
const NOT_LISTED: ReadFailure = {
  reason: 'absent',
  operation: LIST_FUNCTIONS,
  errorName: 'NotListed',
  message: 'the function is no longer listed',
  attempts: 1,
};
