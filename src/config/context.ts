import { accountId } from '../model/aws-ids.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { Stage } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Draft } from './draft.ts';
import type { Path } from './faults.ts';
import { limitsNamed } from './limits-schema.ts';

/** The place of an account-wide limit, as of `placeOf`. */
export const WHOLE_ACCOUNT = 'global';

/** What the rules between values of a file judge. */
export interface RuleContext {
  readonly draft: Draft;
  /** All limits, and the quotas that the file names by their codes. */
  readonly definitions: readonly LimitDefinition[];
  readonly watched: WatchedTargets;
  /** Whether a value, or what it is part of, is faulty. */
  readonly isFaulty: (path: Path) => boolean;
}

/** What globs of a file can name. */
export interface WatchedTargets {
  /** Undefined where a fault makes an id or a name unknown: any glob might mean that account. */
  readonly accounts: readonly WatchedAccount[] | undefined;
  /** The Regions of all accounts, and `global` where a limit is account-wide. Undefined where a fault makes some unknown. */
  readonly places: readonly string[] | undefined;
  readonly limits: readonly LimitDefinition[];
}

export interface WatchedAccount {
  readonly id: AccountId;
  readonly name: string;
  /** Undefined where a fault makes it unknown, as are `regions`. */
  readonly stage: Stage | undefined;
  readonly regions: readonly string[] | undefined;
}

export function ruleContext(
  draft: Draft,
  definitions: readonly LimitDefinition[],
  isFaulty: RuleContext['isFaulty'],
): RuleContext {
  const chosen = limitsNamed(
    (draft.watch ?? []).flatMap((choice) => choice?.limits ?? []),
    definitions,
  );
  const limits = definitions.filter(
    ({ id, set, quota }) =>
      set === undefined || quota !== undefined || chosen.includes(id) || isFaulty(['watch']),
  );
  const accounts = watchedAccounts(draft, isFaulty);
  const regions = accounts?.map((account) => account.regions) ?? [undefined];
  const global = limits.some(({ scope }) => scope === 'account') ? [WHOLE_ACCOUNT] : [];
  const places = regions.every((codes) => codes !== undefined)
    ? [...new Set([...regions.flat(), ...global])]
    : undefined;
  return { draft, definitions, isFaulty, watched: { limits, accounts, places } };
}

function watchedAccounts(
  draft: Draft,
  isFaulty: RuleContext['isFaulty'],
): readonly WatchedAccount[] | undefined {
  // Those of the organisation are not known before a run: any glob might mean one of them.
  if (draft.discovery !== undefined || isFaulty(['accounts', 'organizations'])) return undefined;
  const shared =
    draft.regions === undefined ? undefined : completeList(draft.regions, ['regions'], isFaulty);
  const accounts = (draft.accounts ?? []).flatMap((account, at): readonly WatchedAccount[] => {
    if (account?.id === undefined || account.name === undefined) return [];
    const { id, name, stage } = account;
    const own = completeList(account.regions, ['accounts', at, 'regions'], isFaulty);
    const regions = own?.length === 0 ? shared : own;
    return [{ id: accountId(id), name, stage, regions }];
  });
  const areKnown = accounts.length > 0 && accounts.length === draft.accounts?.length;
  return areKnown ? accounts : undefined;
}

/** A list of the file, empty when it is absent; `undefined` when a fault in it makes it unknown. */
export function completeList<Item>(
  list: readonly (Item | undefined)[] | undefined,
  path: Path,
  isFaulty: RuleContext['isFaulty'],
): readonly Item[] | undefined {
  if (isFaulty(path)) return undefined;
  const items = (list ?? []).filter((item) => item !== undefined);
  return items.length === (list?.length ?? 0) ? items : undefined;
}
