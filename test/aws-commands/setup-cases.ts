import { stringify } from 'yaml';

import { parseConfiguration } from '../../src/config/index.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { StackSetSettings } from '../../src/model/deploy/deploy-settings.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { FILE, FOUND } from '../setup/run-setup.ts';
import type { SetupArguments } from './expected-setup.ts';

export interface SetupCase extends SetupArguments {
  /** The names of the topics to remove. */
  readonly remove?: readonly string[];
  readonly name: string;
  readonly file: object;
  readonly stackSets?: StackSetSettings;
  /**
   * Whether the file is written as JSON, from which the shell cannot read the external id, so a person types it.
   */
  readonly isJson?: boolean;
}

/** A configuration with names that a shell could interpret. */
const hostile = {
  ...FILE,
  accounts: HOSTILE_NAMES.filter((name) => /[$`'"\\\n]/.test(name) && isAccepted(name)).map(
    (name, at) => ({
      id: String(600000000000 + at),
      name,
      stage: at % 2 === 0 ? 'nonprod' : 'prod',
    }),
  ),
};

function isAccepted(name: string): boolean {
  const accounts = [{ id: '600000000000', name, stage: 'prod' }];
  return parsedFile(stringify({ ...FILE, accounts })).ok;
}

const optIn = {
  ...FILE,
  tooling: { account: '111111111111', region: 'eu-south-1' },
  alerts: { topicArn: 'arn:aws:sns:eu-south-1:111111111111:payments-alerts' },
  regions: ['eu-south-1', 'eu-central-1'],
};
const usual = {
  ...FILE,
  deployment: 'limits-watchdog',
  watch: [{ limits: ['iam', 'logs'] }],
  readStorageMode: true,
};
const { accounts, ...foundRest } = FOUND;
const found = { ...foundRest, accounts };

const delegated: StackSetSettings = { callAs: 'delegated-admin' };
const selfManaged: StackSetSettings = { permissions: 'self-managed' };
const perAccount: StackSetSettings = { permissions: 'per-account' };

const usualTopics = ['payments-alerts', 'payments-health'];
/** A configuration with topics of another stack and an existing bucket. */
const apart = {
  ...FILE,
  alerts: {
    ...FILE.alerts,
    routes: [
      {
        name: 'dev',
        topicArn: 'arn:aws:sns:eu-west-1:111111111111:payments-dev',
        stages: ['nonprod'],
      },
      { name: 'ours', topicArn: 'arn:aws:sns:eu-west-1:111111111111:ours', accounts: ['prod'] },
    ],
  },
  deploy: { existingTopics: ['ours'], existingStateBucket: true },
};
const listing = {
  ...found,
  accounts: {
    ...found.accounts,
    organizations: {
      ...found.accounts.organizations,
      role: 'arn:aws:iam::999999999999:role/payments-list',
    },
  },
};

const inStack = {
  ...found,
  accounts: {
    ...found.accounts,
    listed: [{ id: '111111111111', name: 'tooling', stage: 'nonprod' }],
  },
  deploy: { rolesInStack: 'read-and-prune' },
};

/** Tags that AWS accepts and whose characters the shell and the AWS CLI interpret. */
const tagged = {
  ...FILE,
  deploy: { tags: { 'cost centre': 'R+D = 4/7 @ a:b', team: 'pay' } },
};

export const SETUPS: readonly SetupCase[] = [
  { name: 'an organisation', file: FILE },
  { name: 'names of all kinds, each by itself', file: hostile, stackSets: perAccount },
  { name: 'further limits and the usual name', file: usual, isJson: true },
  {
    name: 'a delegated administrator in a Region of its own',
    file: FILE,
    stackSets: { ...delegated, region: 'us-east-1' },
  },
  { name: 'self-managed StackSets', file: FILE, stackSets: selfManaged },
  { name: 'a stack in each account', file: FILE, stackSets: perAccount },
  { name: 'a tooling account in an opt-in Region', file: optIn, stackSets: selfManaged },
  { name: 'discovered accounts', file: found },
  { name: 'discovered accounts and self-managed StackSets', file: found, stackSets: selfManaged },
  { name: 'one account', file: FILE, account: '222222222222' },
  {
    name: 'one account by a delegated administrator',
    file: FILE,
    stackSets: delegated,
    account: '555555555555',
  },
  {
    name: 'one account of self-managed StackSets',
    file: FILE,
    stackSets: selfManaged,
    account: '222222222222',
  },
  {
    name: 'one account with its own stack',
    file: FILE,
    stackSets: perAccount,
    account: '222222222222',
  },
  { name: 'one discovered account that is listed', file: found, account: '222222222222' },
  { name: 'one discovered account', file: found, stackSets: selfManaged, account: '999999999999' },
  { name: 'an upgrade', file: usual, upgrade: true },
  {
    name: 'an upgrade of self-managed StackSets',
    file: FILE,
    stackSets: selfManaged,
    upgrade: true,
  },
  { name: 'an upgrade of stacks of their own', file: FILE, stackSets: perAccount, upgrade: true },
  {
    name: 'an upgrade by a delegated administrator',
    file: found,
    stackSets: delegated,
    upgrade: true,
    newExternalId: true,
  },
  { name: 'discovered accounts by a role that lists', file: listing },
  { name: 'roles in the stack', file: inStack },
  { name: 'tags', file: tagged, stackSets: selfManaged },
  {
    name: 'tags of stacks of their own',
    file: tagged,
    stackSets: perAccount,
    account: '222222222222',
  },
  {
    name: 'an upgrade with a role that lists',
    file: listing,
    stackSets: perAccount,
    upgrade: true,
  },
  { name: 'removing', file: FILE, remove: usualTopics },
  {
    name: 'removing by a delegated administrator',
    file: listing,
    stackSets: delegated,
    remove: usualTopics,
  },
  {
    name: 'removing self-managed StackSets',
    file: apart,
    stackSets: selfManaged,
    remove: ['payments-alerts', 'payments-dev', 'payments-health'],
  },
  { name: 'removing stacks of their own', file: FILE, stackSets: perAccount, remove: usualTopics },
];

export function parsedFile(text: string) {
  return parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
}
