import { isPrunable } from '../../accounts/production-name.ts';
import { DEFAULTS } from '../../config/defaults.ts';
import { REGION, region as regionCode } from '../../model/aws-ids.ts';
import { partitionOf } from '../../model/regions.ts';
import type { StackSetPermissions } from '../../model/deploy/deploy-settings.ts';
import type { SetupAccount, SetupAnswers } from '../../setup/model.ts';
import { readWatch } from '../../setup/watch-choice.ts';
import type { SharedOptions } from '../cli-command.ts';
import type { AnswerFault } from './validate-answers.ts';
import { misleadingFaults, readAccount, readList } from './validate-answers.ts';

export interface InitOptions extends SharedOptions {
  readonly toolingAccount?: string;
  readonly region?: string;
  readonly deployment?: string;
  readonly regions?: string;
  readonly account?: readonly string[];
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

/** The answers so far. Undefined answers are asked for, or have a default. */
export type Draft = {
  readonly [Key in Exclude<keyof SetupAnswers, 'externalId'>]?: SetupAnswers[Key] | undefined;
} & {
  readonly isSingle?: true;
};

export interface FlagsRead {
  readonly draft: Draft;
  readonly faults: readonly AnswerFault[];
  readonly missing: readonly string[];
}

export function readFlags(options: InitOptions): FlagsRead {
  const { region, deployment, regions, watch, reviewEvidence, single, prune } = options;
  const { account = [], email = [], nameMisleads = [] } = options;
  const read = account.map(readAccount);
  const accounts = read.flatMap((one): SetupAccount[] => {
    if (!one.ok) return [];
    const isMisleading = nameMisleads.includes(one.account.id);
    return [isMisleading ? { ...one.account, nameMisleads: true } : one.account];
  });
  const [only] = accounts;
  const toolingAccount = options.toolingAccount ?? (single ? only?.id : undefined);
  const organizationId = options.organizationId ?? (single ? '' : undefined);
  return {
    draft: {
      toolingAccount,
      region,
      deployment,
      topicArn: options.topic,
      regions: regions === undefined ? undefined : readList(regions),
      accounts: accounts.length === 0 ? undefined : accounts,
      organizationId: organizationId?.trim(),
      watch: watch === undefined ? undefined : readWatch(watch),
      reviewEvidence,
      emails: email.length === 0 ? undefined : email.flatMap(readList),
      ...(single
        ? { isSingle: true, rolesInStack: prune ? 'read-and-prune' : 'read' }
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
      ...(prune ? pruneFaults(single, only) : []),
    ],
    missing: [
      ...(toolingAccount === undefined ? ['--tooling-account'] : []),
      ...(region === undefined ? ['--region'] : []),
      ...(account.length === 0 && !single ? ['--account id:name:stage'] : []),
    ],
  };
}

function pruneFaults(isSingle: boolean, account: SetupAccount | undefined): readonly AnswerFault[] {
  if (!isSingle) return [{ subject: 'prune', message: 'goes with --single; leave it out' }];
  if (account !== undefined && isPrunable(account)) return [];
  return [{ subject: 'prune', message: NOT_PRUNABLE }];
}

const NOT_PRUNABLE =
  'only for an account that is given with the stage nonprod and whose name does not say production, such as --account 111111111111:dev:nonprod';
const NOT_SINGLE =
  '--single is for one account, which runs the watchdog and is watched; leave --single or the other account out';
/** The name of an account that was given by its id alone. Its stage is prod, so nothing is pruned in it. */
const SINGLE_NAME = 'main';

/** Placeholders for answers that are not given yet, so that the other answers can be checked. */
const UNANSWERED = {
  toolingAccount: '000000000000',
  region: 'eu-west-1',
  accounts: [{ id: '999999999999', name: 'not said yet', stage: 'nonprod' }],
};

export function completeAnswers(draft: Draft, externalId: string): SetupAnswers {
  const { toolingAccount = UNANSWERED.toolingAccount, region = UNANSWERED.region } = draft;
  const { deployment = DEFAULTS.deployment, emails, rolesInStack, permissions } = draft;
  const single = [{ id: toolingAccount, name: SINGLE_NAME, stage: 'prod' }];
  return {
    deployment,
    toolingAccount,
    region,
    externalId,
    accounts: draft.accounts ?? (draft.isSingle === true ? single : UNANSWERED.accounts),
    topicArn: draft.topicArn ?? usualTopic(toolingAccount, region, deployment),
    regions: draft.regions ?? [region],
    organizationId: draft.organizationId ?? '',
    watch: draft.watch ?? [],
    reviewEvidence: draft.reviewEvidence ?? false,
    ...(emails !== undefined && { emails }),
    ...(rolesInStack !== undefined && { rolesInStack }),
    ...(permissions !== undefined && { permissions }),
  };
}

function usualTopic(account: string, region: string, deployment: string): string {
  const partition = REGION.test(region) ? partitionOf(regionCode(region)) : 'aws';
  return `arn:${partition}:sns:${region}:${account}:${deployment}-alerts`;
}
