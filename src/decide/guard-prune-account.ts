import type { AccountRef } from '../model/configuration.ts';
import type { PrunableAccount, Refusal } from '../model/prune-guard.ts';
import { productionWords } from './production-name.ts';

/**
 * Why nothing in an account may be planned or pruned, by what the configuration says of it. Undefined
 * is an account that the configuration does not know.
 */
export function accountRefusals(configured: PrunableAccount | undefined): readonly Refusal[] {
  if (configured === undefined) {
    return [
      {
        code: 'account-unknown',
        sentence:
          'The configuration does not know this account. Only accounts that it calls nonprod can be pruned.',
      },
    ];
  }
  const { account, nameMisleads, doubt } = configured;
  return [
    ...stageRefusals(account),
    ...(doubt === undefined ? [] : [{ code: 'stage-in-doubt', sentence: doubt } as const]),
    ...(nameMisleads ? [] : nameRefusals(account)),
  ];
}

function stageRefusals({ name, stage }: AccountRef): readonly Refusal[] {
  if (stage === 'nonprod') return [];
  return [
    {
      code: 'stage-not-nonprod',
      sentence: `The configuration calls ${JSON.stringify(name)} ${stage}. Only nonprod accounts can be pruned.${stage === 'unstaged' ? ' No rule of accounts.organizations.stage tells its stage.' : ''}`,
    },
  ];
}

function nameRefusals({ name }: AccountRef): readonly Refusal[] {
  const words = productionWords(name);
  if (words.length === 0) return [];
  return [
    {
      code: 'name-says-production',
      sentence: `The name ${JSON.stringify(name)} holds the word ${words.join(', ')}. If the account carries no production, set prune.nameMisleads of this account in watchdog.yml.`,
    },
  ];
}
