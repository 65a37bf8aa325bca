import { constants } from 'node:buffer';

import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { monthlyCost } from '../../src/cli/commands/cost.ts';
import type { Cost } from '../../src/cost/model.ts';
import { KNOWN_REGIONS } from '../../src/model/regions.ts';
import type { BenchResult } from '../bench/figures.ts';
import { accountId, configurationText } from '../bench/worlds/accounts.ts';
import type { Size } from './sizes.ts';
import { callsOf, fullPlacesOf, functionsOf, placesOf, subjectsOf, versionsOf } from './sizes.ts';
import { bytesInState } from './state-bytes.ts';
import { complete } from '../../test/config/complete.ts';

/** The longest timeout of a function. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LONGEST_FUNCTION_SECONDS = 900;
/** The duration planned for a batch, in seconds, so that a batch that takes twice as long still finishes. */
const BATCH_SECONDS = LONGEST_FUNCTION_SECONDS / 2;
/** The most notices in one message; see src/alerts/topic/message.ts. */
const NOTICES_A_MESSAGE = 100;
/** The request rate of all STS operations together, in one account and Region. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const STS_REQUESTS_PER_SECOND = 600;
/** The longest string in Node.js. The state is read and written as one string. */
export const LONGEST_TEXT = constants.MAX_STRING_LENGTH;

/** The estimated figures of one run at a size, and the cost of a month of runs. */
export interface Estimate {
  readonly size: Size;
  readonly places: number;
  readonly versions: number;
  readonly calls: number;
  /** The duration in one function, if it had no timeout. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The number of functions that finish together within half of the longest timeout. */
  readonly batches: number;
  /** The rate of new sessions when all batches run at once. */
  readonly sessionsPerSecond: number;
  readonly stateBytes: number;
  /** The number of messages when every Region with functions is alerted for the first time. */
  readonly messages: number;
  readonly cost: MonthlyCost;
}

/** The monthly cost that depends on the number of accounts. */
interface MonthlyCost {
  readonly metrics: number;
  readonly usd: number;
  /** The cost in US dollars by kind of charge. */
  readonly of: Readonly<Record<string, number>>;
}

/** Estimates the figures of a size from the benchmark's organisation. @throws when the benchmark did not measure it */
export function estimateFor(size: Size, bench: BenchResult): Estimate {
  const measured = measuredOrganisation(bench);
  const seconds = (placesOf(size) * measured.wallSeconds) / measured.places;
  const batches = Math.ceil(seconds / BATCH_SECONDS);
  const { aSubject, aFunction } = bytesInState();
  return {
    size,
    places: placesOf(size),
    versions: versionsOf(size),
    calls: callsOf(size),
    seconds,
    cpuSeconds: (callsOf(size) * measured.cpuSeconds) / measured.calls,
    batches,
    sessionsPerSecond: size.accounts / Math.min(seconds, BATCH_SECONDS),
    stateBytes: subjectsOf(size) * aSubject + functionsOf(size) * aFunction,
    messages: Math.ceil(fullPlacesOf(size) / NOTICES_A_MESSAGE),
    cost: costAt(size),
  };
}

/** Returns with how many accounts a figure that is `atSize` at this size, and grows in proportion, reaches `most`. */
export function accountsAt(most: number, atSize: number, { accounts }: Size): number {
  return Math.floor((most * accounts) / atSize);
}

function measuredOrganisation({ parts, size }: BenchResult) {
  const figures = parts.find(({ part }) => part === 'organisation')?.figures ?? [];
  const figure = (name: string): number => {
    const found = figures.find((one) => one.name === name)?.measured;
    if (found === undefined) throw new Error(`the benchmark did not measure "${name}"`);
    return found;
  };
  return {
    places: (size === 'full' ? 500 : 50) * 17,
    calls: figure('calls to the accounts'),
    wallSeconds: figure('wall'),
    cpuSeconds: figure('processor time'),
  };
}

/** The number of accounts for which the cost is computed. It grows by the same amount with each account. */
const FEW = 40;

/** Extrapolates linearly from the costs of `FEW` and twice as many accounts. */
function costAt({ accounts, regions }: Size): MonthlyCost {
  const [few, more] = [FEW, 2 * FEW].map((many) => costOfFew({ accounts: many, regions }));
  if (few === undefined || more === undefined) throw new Error('nothing was reckoned');
  const extrapolated = (at: (cost: Cost) => number): number =>
    at(few) + ((at(more) - at(few)) / FEW) * (accounts - FEW);
  const charges = few.lines.map(({ charge }) => charge);
  const of = charges.map(
    (charge) =>
      [
        charge,
        extrapolated(({ lines }) => lines.find((one) => one.charge === charge)?.usd ?? 0),
      ] as const,
  );
  return {
    metrics: extrapolated(({ output }) => output.metrics),
    usd: extrapolated(({ usd }) => usd),
    of: Object.fromEntries(of),
  };
}

/** Returns the monthly US dollars and CloudTrail events of such an organisation with these settings of watchdog.yml. */
export function costOfOrganisation(
  size: Size,
  settings: Readonly<Record<string, unknown>>,
): { readonly usd: number; readonly events: number } {
  const { usd, cloudTrail } = costOfFew(size, settings);
  return { usd, events: cloudTrail.events };
}

/** Returns the cost of four runs a day. The figures of a Region are averages, since one in ten has functions. */
function costOfFew(
  { accounts, regions }: Size,
  settings: Readonly<Record<string, unknown>> = {},
): Cost {
  const list = Array.from({ length: accounts }, (_, at) => ({
    id: accountId(at),
    name: `account-${String(at).padStart(4, '0')}`,
  }));
  const parsed = parseConfiguration(
    configurationText(list, KNOWN_REGIONS.filter(isCommercial).slice(0, regions), settings),
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, 'the configuration').slice(0, 500));
  return monthlyCost(complete(parsed.configuration), {
    runsPerDay: 4,
    functions: 2,
    versionsPerFunction: 58,
    aliasesPerFunction: 1,
    buckets: 45,
    messagesPerDay: 4,
    mailSubscribers: 5,
    memoryMiB: 1_769,
    alarmMetrics: 12,
    dashboards: 1,
    logDays: 90,
  });
}

function isCommercial(region: string): boolean {
  return !/^(us-gov|cn|eusc)-/.test(region);
}
