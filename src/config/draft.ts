import { isTable } from '../documents/codec.ts';
import type { AccountId } from '../model/aws-ids.ts';
import { accountId } from '../model/aws-ids.ts';
import type { Stage } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { AccountsForm } from './accounts-schema.ts';
import { WHOLE_ACCOUNT } from './defaults.ts';
import type { Path } from './faults.ts';
import { limitsNamed } from './limits-schema.ts';
import type { Lenient } from './schema-kinds.ts';
import { lenient } from './schema-kinds.ts';
import { fileSchema } from './schema.ts';

type LenientFile = Lenient<ReturnType<typeof fileSchema>>;
type LenientAccounts = NonNullable<LenientFile['accounts']>;
type DraftAccount = Extract<LenientAccounts, readonly unknown[]>[number];
type DraftOrganizations = Exclude<LenientAccounts, readonly unknown[]>;

/** The file without its invalid values, so that the valid rest is checked as well. A valid file is complete here. */
export interface Draft extends Omit<LenientFile, 'accounts'> {
  readonly accounts?: readonly DraftAccount[] | undefined;
  /** The path of the list of accounts. */
  readonly accountsAt: Path;
  readonly discovery?: DraftDiscovery | undefined;
}

export type DraftDiscovery = NonNullable<DraftOrganizations['organizations']>;
export type ThresholdPair = Pick<
  NonNullable<NonNullable<LenientFile['limits']>[string]>,
  'warn' | 'critical'
>;
export type ThresholdSetting = NonNullable<ThresholdPair['warn']>;

export function readDraft(value: unknown, definitions: readonly LimitDefinition[]): Draft {
  const schema = lenient(fileSchema(definitions, accountsForm(value)));
  const { accounts, ...file } = schema.parse(value) ?? {};
  if (accounts === undefined || 'length' in accounts) {
    return { ...file, accounts, accountsAt: ['accounts'] };
  }
  const { listed, organizations } = accounts;
  const accountsAt = ['accounts', 'listed'];
  return { ...file, accounts: listed, discovery: organizations, accountsAt };
}

/** The form in which a file names its accounts; `listed` also when `accounts` is missing or invalid. */
export function accountsForm(file: unknown): AccountsForm {
  return isTable(file) && isTable(file['accounts']) ? 'discovered' : 'listed';
}

/**
 * Each limit in each account, as pairs whose `account` is the position in the file. With discovery there is one
 * more position, for discovered accounts, which have no settings of their own.
 */
export function accountLimitPairs(
  { accounts = [], discovery }: Draft,
  definitions: readonly LimitDefinition[],
): readonly { readonly account: number; readonly definition: LimitDefinition }[] {
  const length = Math.max(1, accounts.length + (discovery === undefined ? 0 : 1));
  return Array.from({ length }, (_, account) =>
    definitions.map((definition) => ({ account, definition })),
  ).flat();
}

/** The items of a list of the file, each with its path. */
export function entriesOf(path: Path, list: readonly (string | undefined)[] = []) {
  return list.map((value, at) => ({ path: [...path, at], value }));
}

/** Whether the value at a path, or a section that contains it, has a fault. */
export type IsFaulty = (path: Path) => boolean;

/** The input of the checks that compare several values of a file. */
export interface RuleContext {
  readonly draft: Draft;
  readonly definitions: readonly LimitDefinition[];
  readonly watched: WatchedTargets;
  readonly isFaulty: IsFaulty;
}

/** The accounts, Regions and limits that the file watches, as far as they are known without a run. */
export interface WatchedTargets {
  /** Undefined if discovery finds accounts or a fault hides an id or name: a glob could match an unknown account. */
  readonly accounts: readonly WatchedAccount[] | undefined;
  /** The Regions of all accounts, and `global` if a limit is account-wide. Undefined if some are not known. */
  readonly places: readonly string[] | undefined;
  readonly limits: readonly LimitDefinition[];
}

export interface WatchedAccount {
  readonly id: AccountId;
  readonly name: string;
  /** Undefined if a fault hides the stage. */
  readonly stage: Stage | undefined;
  /** Region codes; undefined if a fault hides them. */
  readonly regions: readonly string[] | undefined;
}

export function ruleContext(
  draft: Draft,
  definitions: readonly LimitDefinition[],
  isFaulty: IsFaulty,
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

function watchedAccounts(draft: Draft, isFaulty: IsFaulty): readonly WatchedAccount[] | undefined {
  // Which accounts discovery finds is not known, so any glob may match one.
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

/** The items of a list of the file; empty when the list is absent, `undefined` when it has a fault. */
export function completeList<Item>(
  list: readonly (Item | undefined)[] | undefined,
  path: Path,
  isFaulty: IsFaulty,
): readonly Item[] | undefined {
  if (isFaulty(path)) return undefined;
  const items = (list ?? []).filter((item) => item !== undefined);
  return items.length === (list?.length ?? 0) ? items : undefined;
}
