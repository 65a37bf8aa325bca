import type { AccountRef } from '../model/configuration.ts';
import type { InactiveAccount } from '../model/discovery.ts';
import { quotedScalar, scalar } from './configuration-file.ts';
import { counted } from '../text/quantities.ts';
import { plain } from '../text/plain.ts';

export interface GuessedAccount extends Pick<AccountRef, 'id' | 'name'> {
  /** The stage and what it was guessed from; absent when name, OU and tags do not suggest a stage. */
  readonly guess?: { readonly stage: 'prod' | 'nonprod'; readonly from: string };
}

/**
 * The accounts of an organisation as YAML for `watchdog.yml`. A comment marks each stage as a guess. An account
 * without a guess has no stage, so that the file is invalid until the user adds it.
 */
export function accountsFile(
  accounts: readonly GuessedAccount[],
  leftOut: readonly InactiveAccount[],
): readonly string[] {
  return [
    `# ${counted(accounts.length, 'active account')} of the organisation. Every stage is a guess: check each line,`,
    '# since accounts with stage nonprod can be pruned.',
    'accounts:',
    ...accounts.flatMap(({ id, name, guess }) => [
      `  - id: ${quotedScalar(id)}`,
      `    name: ${scalar(name)}`,
      guess === undefined
        ? '    # stage: prod or nonprod? Nothing says which; write it.'
        : `    stage: ${guess.stage} # guessed from ${plain(guess.from)}, check it`,
    ]),
    ...(leftOut.length === 0
      ? []
      : [
          '# Not active, so left out:',
          ...leftOut.map(({ id, name, state }) => `# - ${id} ${plain(name)} (${plain(state)})`),
        ]),
  ];
}
