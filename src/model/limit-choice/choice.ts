import type { AccountConfiguration, AccountRef, AccountSelection } from '../configuration.ts';
import { matchesGlob } from '../glob.ts';
import type { LimitId } from '../limit.ts';

/** Limits that are watched only in some accounts. */
export interface LimitChoice extends AccountSelection {
  readonly limits: readonly LimitId[];
}

/**
 * The account without the rules of two kinds of limits: those chosen only for other accounts, and those that give
 * way (`yieldsTo`) to another limit that the account measures.
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

/** Whether the account matches the globs and the stages. An empty list matches all accounts. */
export function fitsAccount(
  { id, name, stage }: AccountRef,
  { accounts, stages }: AccountSelection,
): boolean {
  return (
    (stages.length === 0 || stages.includes(stage)) &&
    (accounts.length === 0 ||
      accounts.some((glob) => matchesGlob(id, glob) || matchesGlob(name, glob)))
  );
}
