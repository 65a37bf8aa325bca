import { isPrunable } from '../../accounts/production-name.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { REGION, region as regionCode } from '../../model/aws-ids.ts';
import { partitionOf } from '../../model/regions.ts';
import type { RolesInStack, StackSetPermissions } from '../../model/deploy/deploy-settings.ts';
import type { SetupAccount, SetupAnswers } from '../../setup/model.ts';
import { readWatch } from '../../setup/watch-choice.ts';
import type { SharedOptions } from '../cli-command.ts';
import { misleadingFaults, withNameMisleads } from './misleading-names.ts';
import type { AnswerFault } from './validate-answers.ts';
import { readAccount, readEmails, readRegions } from './validate-answers.ts';

export interface InitOptions extends SharedOptions {
  readonly toolingAccount?: string;
  readonly region?: string;
  readonly deployment?: string;
  readonly regions?: string;
  readonly account?: readonly string[];
  /** Ids of accounts. */
  readonly nameMisleads?: readonly string[];
  readonly topic?: string;
  readonly externalId?: string;
  readonly organizationId?: string;
  readonly watch?: string;
  readonly reviewEvidence?: boolean;
  readonly permissions: StackSetPermissions;
  readonly single: boolean;
  readonly prune: boolean;
  readonly email?: readonly string[];
  readonly dryRun: boolean;
}

/** What has been said so far; whatever is missing is asked, or has a default. */
export interface Draft {
  readonly toolingAccount?: string;
  readonly region?: string;
  readonly deployment?: string;
  readonly topicArn?: string;
  readonly regions?: readonly string[];
  readonly accounts?: readonly SetupAccount[];
  /** Empty: none. */
  readonly organizationId?: string;
  /** Empty: none. */
  readonly watch?: readonly string[];
  readonly reviewEvidence?: boolean;
  readonly permissions?: StackSetPermissions;
  readonly emails?: readonly string[];
  readonly rolesInStack?: RolesInStack;
  /** The account that runs the watchdog is the one that is watched. */
  readonly isSingle?: true;
}

export interface FlagsRead {
  readonly draft: Draft;
  /** Accounts that are no id:name:stage. */
  readonly faults: readonly AnswerFault[];
  /** Without these there is no configuration. */
  readonly missing: readonly string[];
}

export function readFlags(options: InitOptions): FlagsRead {
  const { region, deployment, topic, regions, account = [] } = options;
  const { watch, reviewEvidence, single, email = [] } = options;
  const read = account.map(readAccount);
  const { nameMisleads = [] } = options;
  const accounts = read.flatMap((one) =>
    one.ok ? [withNameMisleads(one.account, nameMisleads)] : [],
  );
  const [only] = accounts;
  const toolingAccount = options.toolingAccount ?? (single ? only?.id : undefined);
  const organizationId = options.organizationId ?? (single ? '' : undefined);
  return {
    draft: {
      ...(single && { isSingle: true as const }),
      ...(toolingAccount === undefined ? {} : { toolingAccount }),
      ...(region === undefined ? {} : { region }),
      ...(deployment === undefined ? {} : { deployment }),
      ...(topic === undefined ? {} : { topicArn: topic }),
      ...(regions === undefined ? {} : { regions: readRegions(regions) }),
      ...(accounts.length === 0 ? {} : { accounts }),
      ...(organizationId === undefined ? {} : { organizationId: organizationId.trim() }),
      ...(watch === undefined ? {} : { watch: readWatch(watch) }),
      ...(reviewEvidence === undefined ? {} : { reviewEvidence }),
      ...(email.length === 0 ? {} : { emails: email.flatMap(readEmails) }),
      ...(single
        ? { rolesInStack: options.prune ? 'read-and-prune' : 'read' }
        : { permissions: options.permissions }),
    },
    faults: [
      ...read.flatMap((one): AnswerFault[] =>
        one.ok ? [] : [{ subject: 'account', message: one.message }],
      ),
      ...(single && accounts.some(({ id }) => id !== toolingAccount)
        ? [{ subject: 'account' as const, message: NOT_SINGLE }]
        : []),
      ...nameMisleads.flatMap((id) => misleadingFaults(id, accounts)),
      ...(options.prune ? pruneFaults(single, only) : []),
    ],
    missing: [
      ...(toolingAccount === undefined ? ['--tooling-account'] : []),
      ...(region === undefined ? ['--region'] : []),
      ...(account.length === 0 && !single ? ['--account id:name:stage'] : []),
    ],
  };
}

/** A prune role is nothing that a default gives. */
function pruneFaults(isSingle: boolean, account: SetupAccount | undefined): readonly AnswerFault[] {
  if (!isSingle) return [{ subject: 'prune', message: 'goes with --single; leave it out' }];
  if (account !== undefined && isPrunable(account)) return [];
  return [{ subject: 'prune', message: NOT_PRUNABLE }];
}

const NOT_PRUNABLE =
  'only for an account that is given with the stage nonprod and whose name does not say production, such as --account 111111111111:dev:nonprod';
const NOT_SINGLE =
  '--single is for one account, which runs the watchdog and is watched; leave --single or the other account out';
/** Of an account that nobody has named. It is prod until somebody says otherwise, so nothing is pruned. */
const SINGLE_NAME = 'main';

/** Stand in for what has not been said yet, so that what has been said can be checked. */
const NOT_SAID = {
  toolingAccount: '000000000000',
  region: 'eu-west-1',
  accounts: [{ id: '999999999999', name: 'not said yet', stage: 'nonprod' }],
};

/** The draft with a default for all that it leaves open. */
export function completed(draft: Draft, externalId: string): SetupAnswers {
  const { toolingAccount = NOT_SAID.toolingAccount, region = NOT_SAID.region } = draft;
  const { deployment = DEFAULTS.deployment } = draft;
  const single = [{ id: toolingAccount, name: SINGLE_NAME, stage: 'prod' }];
  const { accounts = draft.isSingle === true ? single : NOT_SAID.accounts } = draft;
  return {
    deployment,
    toolingAccount,
    region,
    externalId,
    accounts,
    topicArn: draft.topicArn ?? usualTopic(toolingAccount, region, deployment),
    regions: draft.regions ?? [region],
    organizationId: draft.organizationId ?? '',
    watch: draft.watch ?? [],
    reviewEvidence: draft.reviewEvidence ?? false,
    ...(draft.emails === undefined ? {} : { emails: draft.emails }),
    ...(draft.rolesInStack === undefined ? {} : { rolesInStack: draft.rolesInStack }),
    ...(draft.permissions === undefined ? {} : { permissions: draft.permissions }),
  };
}

/** The topic that the stack makes. */
function usualTopic(account: string, region: string, deployment: string): string {
  const partition = REGION.test(region) ? partitionOf(regionCode(region)) : 'aws';
  return `arn:${partition}:sns:${region}:${account}:${deployment}-alerts`;
}
