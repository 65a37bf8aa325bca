import type { AccountConfiguration, Stage } from '../configuration.ts';
import { matchesGlob } from '../glob.ts';
import type { LimitId } from '../limit.ts';

/** Further limits that are watched in the accounts that it fits. */
export interface LimitChoice {
  readonly limits: readonly LimitId[];
  /** Ids or names, as globs; all when empty. */
  readonly accounts: readonly string[];
  /** All when empty. */
  readonly stages: readonly Stage[];
}

/**
 * An account without the rules of limits that choices name, and none that fits the account; and without
 * those that yield to another one that is measured there.
 */
export function withChoices(
  account: AccountConfiguration,
  choices: readonly LimitChoice[],
): AccountConfiguration {
  const named = new Set(choices.flatMap(({ limits }) => limits));
  const chosen = new Set(
    choices.filter((choice) => fitsAccount(account, choice)).flatMap(({ limits }) => limits),
  );
  const fitting = account.rules.filter(({ limit }) => !named.has(limit) || chosen.has(limit));
  const measured = new Set(fitting.map(({ limit }) => limit));
  const rules = fitting.filter(({ yieldsTo }) => yieldsTo === undefined || !measured.has(yieldsTo));
  return rules.length === account.rules.length ? account : { ...account, rules };
}

/** Whether an account is among those that globs and stages name; an empty list names all. */
export function fitsAccount(
  { id, name, stage }: Pick<AccountConfiguration, 'id' | 'name' | 'stage'>,
  { accounts, stages }: Pick<LimitChoice, 'accounts' | 'stages'>,
): boolean {
  return (
    (stages.length === 0 || stages.includes(stage)) &&
    (accounts.length === 0 ||
      accounts.some((glob) => matchesGlob(id, glob) || matchesGlob(name, glob)))
  );
}
