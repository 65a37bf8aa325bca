import { isPrunable, productionWords } from '../../accounts/production-name.ts';
import type { SetupAccount } from '../../setup/model.ts';
import { plain } from '../../text/plain.ts';
import type { AnswerFault } from './validate-answers.ts';

/**
 * Accounts that are said to be nonprod while their name says production. Without a second answer they are not
 * taken: the commands of `init` would give each a role that can delete.
 */
export function contradictingAccounts(accounts: readonly SetupAccount[]): readonly SetupAccount[] {
  return accounts.filter((account) => account.stage === 'nonprod' && !isPrunable(account));
}

/** `The name "AcmeProd" holds the word prod`, made plain. */
export function contradiction({ name }: Pick<SetupAccount, 'name'>): string {
  return `The name ${JSON.stringify(plain(name))} holds the word ${productionWords(name).join(', ')}`;
}

/** One sentence for each of them, where nobody can be asked. */
export function contradictionFaults(accounts: readonly SetupAccount[]): readonly AnswerFault[] {
  return contradictingAccounts(accounts).map((account) => ({
    subject: 'account',
    message: `${contradiction(account)}: give ${account.id} the stage prod, or if it carries no production, add --name-misleads ${account.id}.`,
  }));
}

/** The account, with the second answer where one of the ids is its own. */
export function withNameMisleads(account: SetupAccount, ids: readonly string[]): SetupAccount {
  return ids.includes(account.id) ? { ...account, nameMisleads: true } : account;
}

/** What is wrong with an id of `--name-misleads`: it would say something that nobody sees now. */
export function misleadingFaults(
  id: string,
  accounts: readonly SetupAccount[],
): readonly AnswerFault[] {
  const named = accounts.filter((account) => account.id === id);
  if (named.length === 0) {
    const shown = JSON.stringify(plain(id).slice(0, 40));
    const message = `${shown} is the id of no --account; give that of an account whose name says production`;
    return [{ subject: 'name-misleads', message }];
  }
  return named
    .filter(({ name, stage }) => stage !== 'nonprod' || productionWords(name).length === 0)
    .map(({ name, stage }) => ({
      subject: 'name-misleads' as const,
      message: `${id} is ${plain(stage).slice(0, 20)} and called ${JSON.stringify(plain(name))}, so there is nothing to say of its name; leave the flag out`,
    }));
}
