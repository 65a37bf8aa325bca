import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';
import { isRunId } from '../../prune/apply/documents.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import { GIB, MIB } from '../../model/units.ts';
import type { Key, KeyNames } from '../prune/prune-event.ts';
import {
  checkEvent,
  EventNotUnderstood,
  EventReader,
  flag,
  listOf,
  planIdText,
  requester,
  text,
  textKey,
  wholeNumber,
} from '../prune/prune-event.ts';

/** When a plan stops deleting: below a percentage of the code storage limit, or after some package bytes. */
type DeletionTarget =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'bytes'; readonly bytes: number };

/** The account of a review or a plan, and the filters that narrow it. */
export interface NarrowedEvent {
  readonly account: AccountConfiguration;
  readonly functions: readonly string[];
  readonly regions: readonly Region[];
  readonly olderThanDays?: number;
  readonly keepNewest?: number;
  /** Who requests it, as stated in the event. Not verified; nothing depends on it. */
  readonly requestedBy?: string;
}

export interface PlanEvent extends NarrowedEvent {
  readonly until?: DeletionTarget;
  readonly liftCap: boolean;
  readonly layers: boolean;
}

/** `continue` resumes an unfinished planning; `renew` reads the evidence of a stored plan again. */
export type PlanRequestEvent =
  | { readonly kind: 'begin'; readonly event: PlanEvent }
  | { readonly kind: 'continue'; readonly from: string }
  | { readonly kind: 'renew'; readonly planId: string };

/** The accounts of the configuration. `doubt` says why the list may be outdated; undefined when it is current. */
export type KnownAccounts = Pick<Configuration, 'accounts'> & { readonly doubt?: string };

const MOST_VERSIONS_KEPT = 1000;
const MOST_AGE_DAYS = 3650;
/** Matches names of functions with the wildcards * and ?. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (FunctionName) */
const FUNCTION_GLOB = /^[\w*?-]{1,64}$/;

export const functionGlobs = listOf(
  textKey((value) => FUNCTION_GLOB.test(value), 'the name of a function'),
  'a list of functions such as ["orders", "legacy-*"]',
);

export const runId = textKey(isRunId, 'what an earlier answer said under continueWith');

const until: Key<DeletionTarget> = {
  read: (value) => (typeof value === 'string' ? untilOf(value) : undefined),
  expected: 'a percentage below 100 such as "60%", or package bytes such as "20GiB" or "500MiB"',
};

function untilOf(text: string): DeletionTarget | undefined {
  const [, digits = '', unit] = /^(\d{1,6}(?:\.\d{1,3})?) ?(%|GiB|MiB)$/.exec(text) ?? [];
  const amount = Number(digits);
  if (digits === '' || amount <= 0) return undefined;
  if (unit === '%') return amount < 100 ? { kind: 'percent', percent: amount } : undefined;
  return { kind: 'bytes', bytes: Math.ceil(amount * (unit === 'GiB' ? GIB : MIB)) };
}

/**
 * Parses `{"account":"dev"}` with optional `functions`, `regions`, `olderThanDays`, `keep`, `until`, `liftCap`, `layers`
 * and `requestedBy`; or `{"renew":PLANID}`, or `{"continue":RUNID}`. With `keep`, `liftCap` and `layers` a plan can delete
 * more, if the configuration allows it; with all other keys only less. Faults call a key by its entry in `names`.
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

export function checkPlanShape(event: unknown, names: KeyNames): void {
  checkEvent(event, names, (reader) => {
    readNarrowing(reader, 'account');
    readWidening(reader);
  });
}

/** Reads an event that begins a plan or a review. @throws EventNotUnderstood with all faults. */
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

/** Reads the keys that plans and reviews share. Regions are not yet checked against the account. */
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

/** Returns the account with a name or id. Adds a fault and returns undefined when there is none, or two. */
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
      ? `no account of the configuration is called ${quoted(name)}${hint}`
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
