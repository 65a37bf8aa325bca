import type { AccountRef } from '../../model/configuration.ts';
import type { CurrentAccount } from '../../model/discovery.ts';
import type { PrunableAccount, Refusal } from '../model/recheck.ts';
import { refuse } from '../model/recheck.ts';
import { productionWords } from '../../accounts/production-name.ts';

/**
 * Why nothing may be planned or pruned in an account; empty when it is allowed. `configured` is undefined when the
 * configuration does not know the account.
 */
export function accountRefusals(configured: PrunableAccount | undefined): readonly Refusal[] {
  if (configured === undefined) {
    return refuse(
      'account-unknown',
      'The configuration does not know this account. Only accounts that it calls nonprod can be pruned.',
    );
  }
  const { account, nameMisleads, doubt, now } = configured;
  return [
    ...stageRefusals(account),
    ...(doubt === undefined ? [] : refuse('stage-in-doubt', doubt)),
    ...(now === undefined ? [] : refusalsNow(now, account)),
    ...(nameMisleads ? [] : nameRefusals(account, now)),
  ];
}

function stageRefusals({ name, stage }: AccountRef): readonly Refusal[] {
  if (stage === 'nonprod') return [];
  return refuse(
    'stage-not-nonprod',
    `The configuration calls ${JSON.stringify(name)} ${stage}. Only nonprod accounts can be pruned.${stage === 'unstaged' ? ' No rule of accounts.organizations.stage gives its stage.' : ''}`,
  );
}

/** Refusals by what AWS Organizations says now. A stage that `stageRefusals` already refuses is not repeated. */
function refusalsNow(now: CurrentAccount, account: AccountRef): readonly Refusal[] {
  switch (now.kind) {
    case 'not-read':
      return refuse(
        'organisation-not-read',
        `This account could not be looked up in the organisation (${now.failure.operation}: ${now.failure.errorName}), and the stored list alone is not enough. Allow the plan and the prune function to look it up, and try again.`,
      );
    case 'not-selected':
      return refuse(
        'account-not-selected',
        `As the organisation describes this account now, the rules do not select it (${now.reason}).`,
      );
    case 'selected':
      if (now.stage === 'nonprod' || now.stage === account.stage) return [];
      return refuse(
        'stage-not-nonprod',
        `As the organisation describes this account now, it is ${now.stage}. Only nonprod accounts can be pruned.`,
      );
  }
}

function nameRefusals({ name }: AccountRef, now: CurrentAccount | undefined): readonly Refusal[] {
  const names = now?.kind === 'selected' ? [name, now.name] : [name];
  const found = names.find((one) => productionWords(one).length > 0);
  if (found === undefined) return [];
  const remedy =
    now === undefined
      ? 'set prune.nameMisleads of this account in watchdog.yml'
      : 'add its id to accounts.organizations.nameMisleads in watchdog.yml';
  return refuse(
    'name-says-production',
    `The name ${JSON.stringify(found)} contains the word ${productionWords(found).join(', ')}. If the account carries no production, ${remedy}.`,
  );
}
