import { isTrue } from '../doctor-selection.ts';
import type { ShowFilter } from '../../prune/plan/overview/show.ts';
import { namedVersion } from '../../prune/plan/overview/show.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import type { Key, KeyNames } from '../prune/prune-event.ts';
import {
  checkEvent,
  EventReader,
  flag,
  hasKey,
  planIdText,
  text,
  wholeNumber,
} from '../prune/prune-event.ts';
import type { KnownAccounts } from './plan-event.ts';
import { accountOf, functionGlobs } from './plan-event.ts';

export type PlanQuestion =
  | { readonly kind: 'list'; readonly account?: AccountId }
  | {
      readonly kind: 'show';
      readonly planId: string;
      readonly filter: ShowFilter;
      /** The number of versions on earlier pages. */
      readonly from: number;
    };

const version: Key<NonNullable<ShowFilter['version']>> = {
  read: (value) => (typeof value === 'string' ? namedVersion(value) : undefined),
  expected: 'a function and the number of a version, such as "orders:7"',
};

export function asksAboutPlans(event: unknown): boolean {
  return hasKey(event, 'show', 'list');
}

/**
 * Parses `{"list":true}` with optional `account`; or `{"show":PLANID}` with `functions`, `kept`, `version`, `from`.
 * Faults call a key by its entry in `names`. @throws EventNotUnderstood with all faults, before any request.
 */
export function readPlanQuestion(
  event: unknown,
  { accounts, doubt }: KnownAccounts,
  names: KeyNames = {},
): PlanQuestion {
  const reader = new EventReader(event, names);
  if (!reader.has('show')) {
    reader.required('list', isTrue);
    const name = reader.optional('account', text);
    const account = name === undefined ? undefined : accountOf(name, accounts, reader, doubt);
    reader.end();
    return { kind: 'list', ...(account !== undefined && { account: account.id }) };
  }
  const question = readShow(reader);
  reader.end();
  return question;
}

export function checkShow(event: unknown, names: KeyNames): void {
  checkEvent(event, names, readShow);
}

function readShow(reader: EventReader): PlanQuestion {
  const planId = reader.required('show', planIdText) ?? '';
  return { kind: 'show', planId, ...readShowFilter(reader) };
}

/** Reads the keys that select versions of a stored plan or review. */
export function readShowFilter(
  reader: EventReader,
): Pick<Extract<PlanQuestion, { readonly kind: 'show' }>, 'filter' | 'from'> {
  const functions = reader.optional('functions', functionGlobs);
  const one = reader.optional('version', version);
  const filter = {
    functions: functions ?? [],
    kept: reader.optional('kept', flag) ?? false,
    ...(one !== undefined && { version: one }),
  };
  const from = reader.optional('from', wholeNumber(0, Number.MAX_SAFE_INTEGER)) ?? 0;
  return { filter, from };
}
