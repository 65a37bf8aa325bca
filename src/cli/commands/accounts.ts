import { organizationsClientAt } from '../../accounts/directory.ts';
import { AwsCallError } from '../../aws/failures.ts';
import { listOrganisation } from '../../accounts/organizations.ts';
import { guessStage } from '../../setup/guess-stage.ts';
import { ouText, selectAccounts } from '../../accounts/select.ts';
import type { OrganisationAccount } from '../../model/discovery.ts';
import type { ReadFailure } from '../../model/failure.ts';
import { accountsFile } from '../../setup/accounts-file.ts';
import { plain } from '../../text/plain.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { credentialsReason, isSignInFailure, timedConnectionOf } from '../own-credentials.ts';
import { readRegion } from '../read-deployment.ts';

/** The most minutes that listing may take. A large organisation takes less, even when AWS throttles. */
const MINUTES = 15;
const ALL = {
  include: [],
  exclude: [],
  each: {
    regions: [],
    rules: [],
    prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
  },
};

export const accounts = defineCommand(
  'accounts',
  {
    about: `Lists the organisation with your own credentials, which must be of its management account or of an
account that its delegation policy lets list. Changes nothing, and reads no watchdog.yml. An account
whose stage nothing gives has none in the output: write it, or the file is not accepted.`,
    examples: [
      'accounts',
      (type) => `AWS_PROFILE=management ${type('accounts > accounts.yml')}`,
      'accounts --json',
    ],
  },
  (_options, world) => listAccounts(world),
);

async function listAccounts(world: CliWorld): Promise<CliOutcome> {
  const region = readRegion(undefined, world.environment, 'us-east-1');
  if (!region.ok) return failed([region.why]);
  const { connection, end } = timedConnectionOf(world, MINUTES, world.interruption);
  world.terminal.err('Listing the accounts, OUs and tags of the organisation');
  try {
    const organisation = await listOrganisation(
      organizationsClientAt(connection, region.value),
      { ous: true, tags: true },
      ({ state }) => state === 'ACTIVE',
    );
    return outcomeOf(organisation, world);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (world.interruption.aborted) {
      return failed(['Stopped. Nothing was changed.'], 'interrupted');
    }
    return failed([refusal(error.failure)]);
  } finally {
    end();
  }
}

function outcomeOf(organisation: readonly OrganisationAccount[], { clock }: CliWorld): CliOutcome {
  const { list } = selectAccounts(organisation, ALL, [], clock.now());
  const guessed = list.accounts.flatMap(({ id, name }) => {
    const account = organisation.find((one) => one.id === id);
    if (account === undefined) return [];
    const guess = guessStage(account);
    return [{ id, name, ou: ouText(account.ous ?? []), ...(guess !== undefined && { guess }) }];
  });
  return {
    outcome: 'done',
    lines: accountsFile(guessed, list.leftOut),
    messages: ['Every stage is a guess; check each line before you use it.'],
    document: { accounts: guessed, leftOut: list.leftOut },
  };
}

function refusal(failure: ReadFailure): string {
  const { reason, errorName, operation, message } = failure;
  const call = `(${plain(operation)}: ${plain(errorName)})`;
  if (errorName === 'AWSOrganizationsNotInUseException') {
    return `The account of these credentials is in no organisation; list accounts in watchdog.yml by hand ${call}.`;
  }
  if (isSignInFailure(failure)) {
    return `No valid AWS credentials: ${credentialsReason(failure)}; sign in, such as with aws sso login, and set AWS_PROFILE ${call}.`;
  }
  if (reason === 'denied') {
    return `These credentials may not list the organisation; use some of its management account, or of an account that its delegation policy allows organizations:List* ${call}.`;
  }
  return `The organisation could not be listed, so nothing was written; try again ${call}: ${plain(message)}`;
}
