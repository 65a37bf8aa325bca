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

/** How long a reading of aliases counts, from when it was made to the time of the run. */
const ALIASES_COUNT_MS = 18 * HOUR_MS;
/** The same of a quota's applied value, and of there being no request to increase it. */
const QUOTAS_COUNT_MS = DAY_MS;

/** The moments by which a reading is judged. */
export interface RunTime {
  readonly clock: Pick<Clock, 'now'>;
  /** For which the run is: its time in the schedule, or when it began. Runs of a schedule begin seconds late. */
  readonly runAt: Instant;
}

/**
 * What earlier runs have read in one Region of an account, and this run reads. A reading counts while its
 * time allows and never when it is from the future of this clock.
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
   * The aliases of a function whose versions are as they were, from a reading of today, UTC, that is at most
   * 18 hours old. Of today, so that the record of where aliases pointed has each function on each day.
   */
  aliasesOf(functionName: string, versions: string | undefined): AliasReading | undefined {
    const reading = this.#before.aliases.get(functionName);
    if (reading === undefined || reading.versions !== versions) return undefined;
    return this.#counts(reading.readAt, ALIASES_COUNT_MS) && this.#isOfToday(reading.readAt)
      ? reading
      : undefined;
  }

  /**
   * Keeps what was just read. After a change the next run reads again: aliases move minutes after a version
   * is published, and again when that was a mistake.
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

  /** When no increase was requested, where that still counts. */
  noIncreaseAt(code: QuotaCode): Instant | undefined {
    const readAt = this.#noIncreases.get(keyOf(code));
    return readAt !== undefined && this.#counts(readAt, QUOTAS_COUNT_MS) ? readAt : undefined;
  }

  keepNoIncrease(code: QuotaCode): void {
    this.#hasChanged = true;
    this.#noIncreases.set(keyOf(code), this.#time.clock.now());
  }

  /** From when the value of a quota is; `undefined` where this run has read it. */
  rememberedSince(code: QuotaCode): Instant | undefined {
    const reading = this.quota(code);
    return reading === this.#before.quotas.get(keyOf(code)) ? reading?.readAt : undefined;
  }

  /** Whether an earlier run found that there is no increase, and this one has not asked. */
  isIncreaseRemembered(code: QuotaCode): boolean {
    const readAt = this.noIncreaseAt(code);
    return readAt !== undefined && readAt === this.#before.noIncreases.get(keyOf(code));
  }

  /** What is known of a quota is read again by whoever asks next. */
  forgetQuota(code: QuotaCode): void {
    const isKnown = [this.#quotas, this.#noIncreases].map((table) => table.delete(keyOf(code)));
    if (isKnown.includes(true)) this.#hasChanged = true;
  }

  /** Whether this run has read something. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** What a later run may use. */
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

/** The memories of the Regions of one account. */
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

  /** Those of Regions that this run did not go to as well, while they count. */
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
 * The share of evenly spaced runs that read what runs remember, where nothing of it changes. Aliases are read
 * by the first run of a day, UTC, and again by one that is more than 18 hours later.
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
