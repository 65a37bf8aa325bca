import { DEFAULTS } from '../../config/defaults.ts';
import { REGION, region as regionCode } from '../../model/aws-ids.ts';
import { partitionOf } from '../../model/regions.ts';
import type { SetupAccount, SetupAnswers, StackSetPermissions } from '../../setup/model.ts';
import { readWatch } from '../../setup/watch-choice.ts';
import type { SharedOptions } from '../cli-command.ts';
import type { AnswerFault } from './validate-answers.ts';
import { readAccount, readRegions } from './validate-answers.ts';

export interface InitOptions extends SharedOptions {
  readonly toolingAccount?: string;
  readonly region?: string;
  readonly deployment?: string;
  readonly regions?: string;
  readonly account?: readonly string[];
  readonly topic?: string;
  readonly externalId?: string;
  readonly organizationId?: string;
  readonly watch?: string;
  readonly reviewEvidence?: boolean;
  readonly permissions: StackSetPermissions;
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
}

export interface FlagsRead {
  readonly draft: Draft;
  /** Accounts that are no id:name:stage. */
  readonly faults: readonly AnswerFault[];
  /** Without these there is no configuration. */
  readonly missing: readonly string[];
}

export function readFlags(options: InitOptions): FlagsRead {
  const { toolingAccount, region, deployment, topic, regions, account = [] } = options;
  const { organizationId, watch, reviewEvidence } = options;
  const read = account.map(readAccount);
  const accounts = read.flatMap((one) => (one.ok ? [one.account] : []));
  return {
    draft: {
      ...(toolingAccount === undefined ? {} : { toolingAccount }),
      ...(region === undefined ? {} : { region }),
      ...(deployment === undefined ? {} : { deployment }),
      ...(topic === undefined ? {} : { topicArn: topic }),
      ...(regions === undefined ? {} : { regions: readRegions(regions) }),
      ...(accounts.length === 0 ? {} : { accounts }),
      ...(organizationId === undefined ? {} : { organizationId: organizationId.trim() }),
      ...(watch === undefined ? {} : { watch: readWatch(watch) }),
      ...(reviewEvidence === undefined ? {} : { reviewEvidence }),
    },
    faults: read.flatMap((one) => (one.ok ? [] : [{ subject: 'account', message: one.message }])),
    missing: [
      ...(toolingAccount === undefined ? ['--tooling-account'] : []),
      ...(region === undefined ? ['--region'] : []),
      ...(account.length === 0 ? ['--account id:name:stage'] : []),
    ],
  };
}

/** Stand in for what has not been said yet, so that what has been said can be checked. */
const NOT_SAID = {
  toolingAccount: '000000000000',
  region: 'eu-west-1',
  accounts: [{ id: '999999999999', name: 'not said yet', stage: 'nonprod' }],
};

/** The draft with a default for all that it leaves open. */
export function completed(draft: Draft, externalId: string): SetupAnswers {
  const { toolingAccount = NOT_SAID.toolingAccount, region = NOT_SAID.region } = draft;
  const { deployment = DEFAULTS.deployment, accounts = NOT_SAID.accounts } = draft;
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
  };
}

/** The topic that the stack makes. */
function usualTopic(account: string, region: string, deployment: string): string {
  const partition = REGION.test(region) ? partitionOf(regionCode(region)) : 'aws';
  return `arn:${partition}:sns:${region}:${account}:${deployment}-alerts`;
}
