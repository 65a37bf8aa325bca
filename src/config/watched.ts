import type { Stage } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Draft } from './draft.ts';
import type { Path } from './faults.ts';
import { limitsNamed } from './watch/names.ts';

/** Where a limit of an account as a whole is measured, as `placeOf` calls it. */
export const WHOLE_ACCOUNT = 'global';

/** What the globs of routes and mutes can name. */
export interface Watched {
  /** Absent when a fault leaves an id or a name open: any glob might mean that account. */
  readonly accounts?: readonly WatchedAccount[];
  /** The Regions of all accounts, and `global` where a limit is of an account as a whole. Absent when a fault leaves some open. */
  readonly places?: readonly string[];
  readonly limits: readonly LimitDefinition[];
}

export interface WatchedAccount {
  readonly id: string;
  readonly name: string;
  /** Absent when a fault leaves it open. */
  readonly stage?: Stage;
  readonly regions?: readonly string[];
}

export function watchedOf(
  draft: Draft,
  definitions: readonly LimitDefinition[],
  isFaulty: (path: Path) => boolean,
): Watched {
  const chosen = limitsNamed(
    (draft.watch ?? []).flatMap((choice) => choice?.limits ?? []),
    definitions,
  );
  const limits = definitions.filter(
    ({ id, set, quota }) =>
      set === undefined || quota !== undefined || chosen.includes(id) || isFaulty(['watch']),
  );
  // Those of the organisation are not known before a run: any glob might mean one of them.
  if (draft.discovery !== undefined || isFaulty(['accounts', 'organizations'])) return { limits };
  const shared =
    draft.regions === undefined ? undefined : given(draft.regions, ['regions'], isFaulty);
  const accounts = (draft.accounts ?? []).flatMap((account, at): readonly WatchedAccount[] => {
    if (account?.id === undefined || account.name === undefined) return [];
    const { id, name, stage } = account;
    const own = given(account.regions, ['accounts', at, 'regions'], isFaulty);
    const regions = own?.length === 0 ? shared : own;
    return [
      {
        id,
        name,
        ...(stage === undefined ? {} : { stage }),
        ...(regions === undefined ? {} : { regions }),
      },
    ];
  });
  if (accounts.length === 0 || accounts.length !== draft.accounts?.length) return { limits };
  if (accounts.some(({ regions }) => regions === undefined)) return { limits, accounts };
  const places = new Set(accounts.flatMap(({ regions }) => regions ?? []));
  if (limits.some(({ scope }) => scope === 'account')) places.add(WHOLE_ACCOUNT);
  return { limits, accounts, places: [...places] };
}

/**
 * A list as it stands in the file, empty when it does not; `undefined` when a fault in it, or in its
 * name, leaves open what it says.
 */
export function given<Item>(
  list: readonly (Item | undefined)[] | undefined,
  path: Path,
  isFaulty: (path: Path) => boolean,
): readonly Item[] | undefined {
  if (isFaulty(path)) return undefined;
  const items = (list ?? []).filter((item) => item !== undefined);
  return items.length === (list?.length ?? 0) ? items : undefined;
}
