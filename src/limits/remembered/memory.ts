import type { AliasTargets } from '../../model/aliases.ts';
import type { Clock } from '../../model/clock.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, HOUR_MS, isoTime } from '../../model/time.ts';
import type { QuotaCode } from '../../aws/operations.ts';
import type {
  AccountReadings,
  AliasReading,
  QuotaReading,
  RegionReadings,
  RememberedQuota,
} from './format.ts';
import { NO_READINGS } from './format.ts';
import type { ReadingKind } from '../limit.ts';

/** The highest age of remembered aliases that are used, at the scheduled time of the run. */
const ALIASES_USED_MS = 18 * HOUR_MS;
/** The highest age of remembered quotas, and of answers without an open increase request, that are used. */
const QUOTAS_USED_MS = DAY_MS;

export interface RunTime {
  readonly clock: Pick<Clock, 'now'>;
  /** The scheduled time of the run, as it starts seconds later; the start of a run without a schedule. */
  readonly runAt: Instant;
}

/** The aliases and quotas that this run and earlier runs read in one Region. A reading from the future is not used. */
export class RegionMemory {
  readonly #before: RegionReadings;
  readonly #time: RunTime;
  readonly #aliases: Map<string, AliasReading>;
  readonly #quotas: Map<string, QuotaReading>;
  readonly #noIncreases: Map<string, Instant>;
  #hasChanged = false;

  constructor(before: RegionReadings, time: RunTime) {
    this.#before = before;
    this.#time = time;
    this.#aliases = new Map(before.aliases);
    this.#quotas = new Map(before.quotas);
    this.#noIncreases = new Map(before.noIncreases);
  }

  /**
   * The aliases of a function that an earlier run of today (UTC) read in the last 18 hours. `undefined` for an
   * older reading, or when the fingerprint of the function's versions has changed. Only a reading of today is
   * used, so that aliases are read at least once a day for the daily alias record.
   */
  aliasesOf(functionName: string, versions: string | undefined): AliasReading | undefined {
    const reading = this.#before.aliases.get(functionName);
    if (reading === undefined || reading.versions !== versions) return undefined;
    const isOfToday = dayOf(reading.readAt) === dayOf(this.#time.clock.now());
    return isOfToday && this.#isRecent(reading.readAt, ALIASES_USED_MS) ? reading : undefined;
  }

  /**
   * Remembers the aliases of a function, unless they or its versions have changed since the earlier reading. Then
   * the next run reads them again, as aliases often move minutes after a publication.
   */
  keepAliases(
    functionName: string,
    versions: string | undefined,
    aliases: readonly AliasTargets[],
  ): void {
    const readAt = this.#time.clock.now();
    const before = this.#before.aliases.get(functionName);
    const hasChanged =
      before !== undefined && (before.versions !== versions || !areSame(before.aliases, aliases));
    this.#hasChanged = true;
    if (versions === undefined || hasChanged) this.#aliases.delete(functionName);
    else this.#aliases.set(functionName, { readAt, versions, aliases });
  }

  quota(code: QuotaCode): QuotaReading | undefined {
    const reading = this.#quotas.get(keyOf(code));
    return reading !== undefined && this.#isRecent(reading.readAt, QUOTAS_USED_MS)
      ? reading
      : undefined;
  }

  keepQuota(code: QuotaCode, quota: RememberedQuota): void {
    this.#hasChanged = true;
    this.#quotas.set(keyOf(code), { readAt: this.#time.clock.now(), quota });
  }

  /** When AWS answered that no increase is requested; `undefined` when there is no recent such answer. */
  noIncreaseAt(code: QuotaCode): Instant | undefined {
    const readAt = this.#noIncreases.get(keyOf(code));
    return readAt !== undefined && this.#isRecent(readAt, QUOTAS_USED_MS) ? readAt : undefined;
  }

  keepNoIncrease(code: QuotaCode): void {
    this.#hasChanged = true;
    this.#noIncreases.set(keyOf(code), this.#time.clock.now());
  }

  /** When an earlier run read the quota; `undefined` when this run has read it or it is not remembered. */
  rememberedSince(code: QuotaCode): Instant | undefined {
    const reading = this.quota(code);
    return reading === this.#before.quotas.get(keyOf(code)) ? reading?.readAt : undefined;
  }

  /** Whether the answer that no increase is requested is from an earlier run. */
  isIncreaseRemembered(code: QuotaCode): boolean {
    const readAt = this.noIncreaseAt(code);
    return readAt !== undefined && readAt === this.#before.noIncreases.get(keyOf(code));
  }

  /** Forgets the quota and its increase requests, so that they are read again. */
  forgetQuota(code: QuotaCode): void {
    const isKnown = [this.#quotas, this.#noIncreases].map((table) => table.delete(keyOf(code)));
    if (isKnown.includes(true)) this.#hasChanged = true;
  }

  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** The readings that are recent enough to be used. */
  readings(): RegionReadings {
    const isRecentQuota = (readAt: Instant) => this.#isRecent(readAt, QUOTAS_USED_MS);
    return {
      aliases: filterMap(this.#aliases, ({ readAt }) => this.#isRecent(readAt, ALIASES_USED_MS)),
      quotas: filterMap(this.#quotas, ({ readAt }) => isRecentQuota(readAt)),
      noIncreases: filterMap(this.#noIncreases, isRecentQuota),
    };
  }

  #isRecent(readAt: Instant, usedMs: number): boolean {
    return readAt <= this.#time.clock.now() && this.#time.runAt - readAt <= usedMs;
  }
}

export class AccountMemory {
  readonly #before: AccountReadings;
  readonly #time: RunTime;
  readonly #regions = new Map<string, RegionMemory>();

  constructor(before: AccountReadings, time: RunTime) {
    this.#before = before;
    this.#time = time;
  }

  in(region: string): RegionMemory {
    const memory =
      this.#regions.get(region) ??
      new RegionMemory(this.#before.get(region) ?? NO_READINGS, this.#time);
    this.#regions.set(region, memory);
    return memory;
  }

  get hasChanged(): boolean {
    return [...this.#regions.values()].some(({ hasChanged }) => hasChanged);
  }

  /** The readings of all Regions, also of those that this run did not measure. */
  readings(): AccountReadings {
    for (const region of this.#before.keys()) this.in(region);
    return new Map([...this.#regions].map(([region, memory]) => [region, memory.readings()]));
  }
}

function keyOf({ ServiceCode, QuotaCode }: QuotaCode): string {
  return `${ServiceCode}/${QuotaCode}`;
}

function areSame(a: readonly AliasTargets[], b: readonly AliasTargets[]): boolean {
  const textsOf = (aliases: readonly AliasTargets[]) =>
    aliases
      .map(({ name, versions, revision }) =>
        JSON.stringify([name, versions.toSorted((one, other) => one - other), revision]),
      )
      .toSorted()
      .join('\n');
  return textsOf(a) === textsOf(b);
}

function filterMap<Value>(
  table: ReadonlyMap<string, Value>,
  isKept: (value: Value) => boolean,
): ReadonlyMap<string, Value> {
  return new Map([...table].filter(([, value]) => isKept(value)));
}

function dayOf(at: Instant): string {
  return isoTime(at).slice(0, 10);
}

/**
 * The fraction of evenly spaced runs that call AWS for this kind of answer, if nothing changes in the account.
 * Aliases are read by the first run of a day (UTC), and by the first run more than 18 hours after that.
 */
export function shareOfRuns(remembered: ReadingKind, runsPerDay: number): number {
  const periodMs = DAY_MS / runsPerDay;
  switch (remembered) {
    case 'aliases':
      return (DAY_MS - periodMs > ALIASES_USED_MS ? 2 : 1) / runsPerDay;
    case 'quotas':
      return 1 / (1 + Math.floor(QUOTAS_USED_MS / periodMs));
  }
}
