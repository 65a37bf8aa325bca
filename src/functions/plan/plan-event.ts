import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';
import { isRunId } from '../../prune/apply/documents.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import { GIB, MIB } from '../../model/units.ts';
import type { Key, KeyNames } from '../prune/prune-event.ts';
import {
  EventNotUnderstood,
  EventReader,
  flag,
  listOf,
  planIdText,
  requester,
  text,
  wholeNumber,
} from '../prune/prune-event.ts';

/** Where a plan ends: enough package bytes, or code storage below a share of its limit. */
type Until =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'bytes'; readonly bytes: number };

export interface PlanEvent {
  readonly account: AccountConfiguration;
  readonly functions: readonly string[];
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  readonly keepNewest?: number;
  readonly until?: Until;
  readonly liftCap: boolean;
  readonly layers: boolean;
  /** Who asks, as the caller says; nothing depends on it. */
  readonly requestedBy?: string;
}

/** What an earlier invocation has begun, or a plan of its own. */
export type PlanRequestEvent =
  | { readonly kind: 'begin'; readonly event: PlanEvent }
  | { readonly kind: 'continue'; readonly from: string }
  /** What a stored plan rests on is read again. */
  | { readonly kind: 'renew'; readonly planId: string };

const MOST_VERSIONS_KEPT = 1000;
const MOST_AGE_DAYS = 3650;
/** Names of functions, with * and ?. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (FunctionName) */
const FUNCTION_GLOB = /^[\w*?-]{1,64}$/;

const functionGlob: Key<string> = {
  read: (value) => (typeof value === 'string' && FUNCTION_GLOB.test(value) ? value : undefined),
  expected: 'the name of a function',
};

export const functionGlobs = listOf(
  functionGlob,
  'a list of functions such as ["orders", "legacy-*"]',
);

export const runId: Key<string> = {
  read: (value) => (typeof value === 'string' && isRunId(value) ? value : undefined),
  expected: 'what an earlier answer said under continueWith',
};

/** `60%`, `20GiB`, `500 MiB`. */
const until: Key<Until> = {
  read: (value) => (typeof value === 'string' ? untilOf(value) : undefined),
  expected: 'a percentage below 100 such as "60%", or package bytes such as "20GiB" or "500MiB"',
};

function untilOf(text: string): Until | undefined {
  const [, digits = '', unit] = /^(\d{1,6}(?:\.\d{1,3})?) ?(%|GiB|MiB)$/.exec(text) ?? [];
  const amount = Number(digits);
  if (digits === '' || amount <= 0) return undefined;
  if (unit === '%') return amount < 100 ? { kind: 'percent', percent: amount } : undefined;
  return { kind: 'bytes', bytes: Math.ceil(amount * (unit === 'GiB' ? GIB : MIB)) };
}

/**
 * `{"account":"dev"}` with `functions`, `regions`, `olderThanDays`, `keep`, `until`, `liftCap`, `layers` and
 * `requestedBy` to taste, `{"renew":PLANID}` or `{"continue":…}` alone. Every key can only narrow what is deleted; `keep`, `liftCap` and
 * `layers` do more only where the configuration says so, too.
 * @param names by which faults call the keys
 * @throws EventNotUnderstood with all faults, before anything is touched.
 */
export function readPlanEvent(
  event: unknown,
  { accounts, doubt }: Pick<Configuration, 'accounts'> & { readonly doubt?: string },
  names: KeyNames = {},
): PlanRequestEvent {
  const reader = new EventReader(event, names);
  if (reader.has('continue')) {
    const from = reader.required('continue', runId);
    reader.end();
    if (from !== undefined) return { kind: 'continue', from };
  }
  if (reader.has('renew')) {
    const planId = reader.required('renew', planIdText);
    reader.end();
    if (planId !== undefined) return { kind: 'renew', planId };
  }
  const { name, regions, shape } = readShape(reader);
  const account = name === undefined ? undefined : accountOf(name, accounts, reader, doubt);
  const chosen = account === undefined ? [] : regionsOf(account, regions, reader);
  reader.end();
  if (account === undefined) throw new EventNotUnderstood('nothing was done. account: is missing');
  return { kind: 'begin', event: { account, regions: chosen, ...shape } };
}

/**
 * Checks what needs no list of accounts.
 * @throws EventNotUnderstood with all faults.
 */
export function checkPlanShape(event: unknown, names: KeyNames): void {
  const reader = new EventReader(event, names);
  readShape(reader);
  reader.end();
}

interface Shape {
  /** Of the account. */
  readonly name: string | undefined;
  readonly regions: readonly string[] | undefined;
  readonly shape: Omit<PlanEvent, 'account' | 'regions'>;
}

function readShape(reader: EventReader): Shape {
  const name = reader.required('account', text);
  const { regions, narrowed } = readNarrowing(reader);
  const end = reader.optional('until', until);
  const liftCap = reader.optional('liftCap', flag) ?? false;
  const layers = reader.optional('layers', flag) ?? false;
  const requestedBy = reader.optional('requestedBy', requester);
  const shape = {
    ...narrowed,
    ...(end !== undefined && { until: end }),
    liftCap,
    layers,
    ...(requestedBy !== undefined && { requestedBy }),
  };
  return { name, regions, shape };
}

/** The keys that narrow what is planned or reviewed; of Regions not yet whether the account has them. */
export function readNarrowing(reader: EventReader): {
  readonly regions: readonly string[] | undefined;
  readonly narrowed: Pick<PlanEvent, 'functions' | 'keepNewest' | 'olderThanDays'>;
} {
  const functions = reader.optional('functions', functionGlobs);
  const regions = reader.optional(
    'regions',
    listOf(text, 'a list of Regions such as ["eu-west-1"]'),
  );
  const olderThanDays = reader.optional('olderThanDays', wholeNumber(1, MOST_AGE_DAYS));
  const keepNewest = reader.optional('keep', wholeNumber(1, MOST_VERSIONS_KEPT));
  const narrowed = {
    functions: functions ?? [],
    ...(olderThanDays !== undefined && { olderThanDays }),
    ...(keepNewest !== undefined && { keepNewest }),
  };
  return { regions, narrowed };
}

/** By name or by id; a name that is another account's id is nobody's. */
export function accountOf(
  name: string,
  accounts: readonly AccountConfiguration[],
  reader: EventReader,
  doubt: string | undefined,
): AccountConfiguration | undefined {
  const found = accounts.filter((account) => account.id === name || account.name === name);
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  const meant = didYouMean(
    name,
    accounts.map((account) => account.name),
  );
  const asMeant = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  // Where the accounts themselves are not known, that is why.
  const hint = doubt === undefined ? asMeant : ` (${doubt})`;
  reader.faultOf(
    'account',
    only === undefined
      ? `the configuration knows no account ${quoted(name)}${hint}`
      : `${quoted(name)} is the name of one account and the id of another; use the other's`,
  );
  return undefined;
}

/** All of the account's, or those of them that were asked for. */
export function regionsOf(
  account: AccountConfiguration,
  asked: readonly string[] | undefined,
  reader: EventReader,
): readonly Region[] {
  const configured = account.regions.map(({ region }) => region);
  if (asked === undefined) return configured;
  for (const name of asked) {
    if (configured.some((region) => region === name)) continue;
    reader.faultOf(
      'regions',
      `${quoted(name)} is none of ${account.name}'s in the configuration, which are ${configured.join(', ')}`,
    );
  }
  return configured.filter((region) => asked.includes(region));
}
