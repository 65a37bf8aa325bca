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

/** A reading of aliases counts for this time, up to the time of the run. */
const ALIASES_COUNT_MS = 18 * HOUR_MS;
/** As above, for applied quotas and for "no increase is requested". */
const QUOTAS_COUNT_MS = DAY_MS;

export interface RunTime {
  readonly clock: Pick<Clock, 'now'>;
  /** Scheduled time of the run, or its start. Scheduled runs start seconds late. */
  readonly runAt: Instant;
}

/**
 * Readings of earlier runs and of this run in one Region. A reading from the future of this clock never
 * counts.
 */
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
   * The aliases read today (UTC), at most 18 hours ago, while the versions are unchanged. Of today, so that
   * the daily alias record has each function.
   */
  aliasesOf(functionName: string, versions: string | undefined): AliasReading | undefined {
    const reading = this.#before.aliases.get(functionName);
    if (reading === undefined || reading.versions !== versions) return undefined;
    return this.#counts(reading.readAt, ALIASES_COUNT_MS) && this.#isOfToday(reading.readAt)
      ? reading
      : undefined;
  }

  /**
   * Keeps a reading. After a change the next run reads again: aliases often move minutes after a publication.
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
    return reading !== undefined && this.#counts(reading.readAt, QUOTAS_COUNT_MS)
      ? reading
      : undefined;
  }

  keepQuota(code: QuotaCode, quota: RememberedQuota): void {
    this.#hasChanged = true;
    this.#quotas.set(keyOf(code), { readAt: this.#time.clock.now(), quota });
  }

  /** Time at which no increase was requested, while it counts. */
  noIncreaseAt(code: QuotaCode): Instant | undefined {
    const readAt = this.#noIncreases.get(keyOf(code));
    return readAt !== undefined && this.#counts(readAt, QUOTAS_COUNT_MS) ? readAt : undefined;
  }

  keepNoIncrease(code: QuotaCode): void {
    this.#hasChanged = true;
    this.#noIncreases.set(keyOf(code), this.#time.clock.now());
  }

  /** Time of a quota from an earlier run; `undefined` when this run has read it. */
  rememberedSince(code: QuotaCode): Instant | undefined {
    const reading = this.quota(code);
    return reading === this.#before.quotas.get(keyOf(code)) ? reading?.readAt : undefined;
  }

  /** Whether "no increase" is from an earlier run. */
  isIncreaseRemembered(code: QuotaCode): boolean {
    const readAt = this.noIncreaseAt(code);
    return readAt !== undefined && readAt === this.#before.noIncreases.get(keyOf(code));
  }

  /** The next caller reads the quota again. */
  forgetQuota(code: QuotaCode): void {
    const isKnown = [this.#quotas, this.#noIncreases].map((table) => table.delete(keyOf(code)));
    if (isKnown.includes(true)) this.#hasChanged = true;
  }

  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** The readings that still count. */
  readings(): RegionReadings {
    const counting = (countMs: number) => (readAt: Instant) => this.#counts(readAt, countMs);
    const ofAliases = counting(ALIASES_COUNT_MS);
    const ofQuotas = counting(QUOTAS_COUNT_MS);
    return {
      aliases: filtered(this.#aliases, ({ readAt }) => ofAliases(readAt)),
      quotas: filtered(this.#quotas, ({ readAt }) => ofQuotas(readAt)),
      noIncreases: filtered(this.#noIncreases, ofQuotas),
    };
  }

  #counts(readAt: Instant, countMs: number): boolean {
    return readAt <= this.#time.clock.now() && this.#time.runAt - readAt <= countMs;
  }

  #isOfToday(readAt: Instant): boolean {
    return dayOf(readAt) === dayOf(this.#time.clock.now());
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

  /** Includes Regions that this run did not visit. */
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

function filtered<Value>(
  table: ReadonlyMap<string, Value>,
  isKept: (value: Value) => boolean,
): ReadonlyMap<string, Value> {
  return new Map([...table].filter(([, value]) => isKept(value)));
}

function dayOf(at: Instant): string {
  return isoTime(at).slice(0, 10);
}

/**
 * The share of evenly spaced runs that read again, without changes. Aliases are read by the first run of a
 * day (UTC), and by one more than 18 hours later.
 */
export function shareOfRuns(remembered: ReadingKind, runsPerDay: number): number {
  const periodMs = DAY_MS / runsPerDay;
  switch (remembered) {
    case 'aliases':
      return (DAY_MS - periodMs > ALIASES_COUNT_MS ? 2 : 1) / runsPerDay;
    case 'quotas':
      return 1 / (1 + Math.floor(QUOTAS_COUNT_MS / periodMs));
  }
}
