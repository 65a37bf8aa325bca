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

/** Package bytes to delete, or a share of the code storage limit to get below. */
type Until =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'bytes'; readonly bytes: number };

/** What narrows a review or a plan. */
export interface NarrowedEvent {
  readonly account: AccountConfiguration;
  readonly functions: readonly string[];
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  readonly keepNewest?: number;
  /** Not verified; nothing depends on it. */
  readonly requestedBy?: string;
}

export interface PlanEvent extends NarrowedEvent {
  readonly until?: Until;
  readonly liftCap: boolean;
  readonly layers: boolean;
}

/** `continue` resumes a stored planning; `renew` reads the evidence of a stored plan again. */
export type PlanRequestEvent =
  | { readonly kind: 'begin'; readonly event: PlanEvent }
  | { readonly kind: 'continue'; readonly from: string }
  | { readonly kind: 'renew'; readonly planId: string };

/** `doubt`: why the list of accounts may be incomplete. */
export type KnownAccounts = Pick<Configuration, 'accounts'> & { readonly doubt?: string };

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
 * Reads `{"account":"dev"}` with optional `functions`, `regions`, `olderThanDays`, `keep`, `until`, `liftCap`,
 * `layers`, `requestedBy`; or `{"renew":PLANID}`, or `{"continue":RUNID}`. `keep`, `liftCap` and `layers` widen a plan
 * only where the configuration allows it; other keys only narrow it. `names` replace the keys in faults.
 * @throws EventNotUnderstood with all faults, before any request.
 */
export function readPlanEvent(
  event: unknown,
  known: KnownAccounts,
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
  return { kind: 'begin', event: readBeginning(reader, 'account', known, readWidening) };
}

/** Checks an event without the list of accounts. @throws EventNotUnderstood with all faults. */
export function checkPlanShape(event: unknown, names: KeyNames): void {
  const reader = new EventReader(event, names);
  readNarrowing(reader, 'account');
  readWidening(reader);
  reader.end();
}

/** @throws EventNotUnderstood with all faults of an event that begins a plan or a review. */
export function readBeginning<Others extends object>(
  reader: EventReader,
  key: 'account' | 'review',
  { accounts, doubt }: KnownAccounts,
  readOthers: (reader: EventReader) => Others,
): NarrowedEvent & Others {
  const { name, regions, narrowed } = readNarrowing(reader, key);
  const others = readOthers(reader);
  const account = name === undefined ? undefined : accountOf(name, accounts, reader, doubt);
  const chosen = account === undefined ? [] : regionsOf(account, regions, reader);
  reader.end();
  if (account === undefined) throw new EventNotUnderstood(`nothing was done. ${key}: is missing`);
  return { account, regions: chosen, ...narrowed, ...others };
}

function readWidening(reader: EventReader): Pick<PlanEvent, 'until' | 'liftCap' | 'layers'> {
  const end = reader.optional('until', until);
  return {
    ...(end !== undefined && { until: end }),
    liftCap: reader.optional('liftCap', flag) ?? false,
    layers: reader.optional('layers', flag) ?? false,
  };
}

/** Reads the keys that plans and reviews share, without checking Regions. */
export function readNarrowing(reader: EventReader, key: 'account' | 'review') {
  const name = reader.required(key, text);
  const functions = reader.optional('functions', functionGlobs);
  const regions = reader.optional(
    'regions',
    listOf(text, 'a list of Regions such as ["eu-west-1"]'),
  );
  const olderThanDays = reader.optional('olderThanDays', wholeNumber(1, MOST_AGE_DAYS));
  const keepNewest = reader.optional('keep', wholeNumber(1, MOST_VERSIONS_KEPT));
  const requestedBy = reader.optional('requestedBy', requester);
  const narrowed = {
    functions: functions ?? [],
    ...(olderThanDays !== undefined && { olderThanDays }),
    ...(keepNewest !== undefined && { keepNewest }),
    ...(requestedBy !== undefined && { requestedBy }),
  };
  return { name, regions, narrowed };
}

/** The account by name or id; ambiguity is a fault. */
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
  const hint = doubt === undefined ? asMeant : ` (${doubt})`;
  reader.faultOf(
    'account',
    only === undefined
      ? `the configuration knows no account ${quoted(name)}${hint}`
      : `${quoted(name)} is the name of one account and the id of another; use the other's`,
  );
  return undefined;
}

function regionsOf(
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
