import { DEFAULTS } from '../../config/defaults.ts';
import { REGION } from '../../model/aws-ids.ts';
import type { SetupAccount } from '../../setup/model.ts';
import { NONE, readWatch, watchQuestion } from '../../setup/watch-choice.ts';
import type { CliWorld } from '../cli-command.ts';
import type { Draft, FlagsRead } from './init-flags.ts';
import { completeAnswers } from './init-flags.ts';
import type { Subject } from './validate-answers.ts';
import {
  contradictingAccounts,
  contradiction,
  faultsOf,
  readAccount,
  readList,
} from './validate-answers.ts';

export type Ask = (question: string) => Promise<string | undefined>;

/** Asks until `check` finds no fault. An empty line means `usual`. Resolves to undefined when the input ends. */
type AskChecked = (
  question: string,
  usual: string | undefined,
  check: (answer: string) => string | undefined,
) => Promise<string | undefined>;

const USUAL_REGION = 'eu-west-1';

/** Asks for what no flag gives, and for stages that an account's name contradicts; undefined after Ctrl-C or Ctrl-D. */
export async function askForRest(
  flags: FlagsRead,
  externalId: string,
  ask: Ask,
  { terminal, environment }: Pick<CliWorld, 'terminal' | 'environment'>,
): Promise<Draft | undefined> {
  const answer: AskChecked = async (question, usual, check) => {
    const shown = usual === undefined || usual === '' ? '' : ` [${usual}]`;
    for (;;) {
      const typed = await ask(`${question}${shown}: `);
      if (typed === undefined) return undefined;
      const given = typed.trim() === '' ? (usual ?? '') : typed.trim();
      const wrong = check(given);
      if (wrong === undefined) return given;
      terminal.err(wrong);
    }
  };
  let { draft } = flags;
  if (draft.accounts !== undefined) {
    let accounts: readonly SetupAccount[] | undefined = [];
    for (const account of draft.accounts) {
      accounts = await withAccount(accounts, account, answer);
      if (accounts === undefined) return undefined;
    }
    draft = { ...draft, accounts };
  }
  if (flags.missing.length === 0) return draft;
  const problem = (change: Draft, subject: Subject): string | undefined =>
    faultsOf(completeAnswers({ ...draft, ...change }, externalId)).find(
      (one) => one.subject === subject,
    )?.message;
  for (const [key, subject, text] of QUESTIONS) {
    if (draft[key] !== undefined || text === undefined) continue;
    const typed = await answer(text, usualAnswer(key, draft, environment), (one) =>
      problem(readAnswer(key, one), subject),
    );
    if (typed === undefined) return undefined;
    draft = { ...draft, ...readAnswer(key, typed) };
  }
  if (draft.accounts !== undefined || draft.isSingle === true) return draft;
  const accounts = await askForAccounts(answer, (all) => problem({ accounts: all }, 'account'));
  return accounts === undefined ? undefined : askForEvidence({ ...draft, accounts }, answer);
}

const QUESTIONS = [
  ['toolingAccount', 'tooling-account', 'Account that runs the watchdog (12 digits)'],
  ['region', 'region', 'Region in which it runs'],
  ['deployment', 'deployment', 'Name of the deployment'],
  ['regions', 'regions', 'Regions to watch, in commas'],
  ['topicArn', 'topic', 'SNS topic for alerts; created if it does not exist'],
  ['emails', 'email', 'E-mail addresses for alerts, separated by commas (empty: none yet)'],
  [
    'organizationId',
    'organization-id',
    'Organisation that callers of the roles must belong to, such as o-a1b2c3d4e5 (empty: none)',
  ],
  ['watch', 'watch', watchQuestion()],
] as const;
type Key = (typeof QUESTIONS)[number][0];

function usualAnswer(key: Key, draft: Draft, environment: CliWorld['environment']) {
  const named = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? '';
  const answers: Readonly<Record<Key, string | undefined>> = {
    toolingAccount: undefined,
    region: REGION.test(named) ? named : USUAL_REGION,
    deployment: DEFAULTS.deployment,
    regions: draft.region,
    topicArn: completeAnswers(draft, '').topicArn,
    emails: '',
    organizationId: '',
    watch: NONE,
  };
  return answers[key];
}

function readAnswer(key: Key, text: string): Draft {
  if (key === 'regions' || key === 'emails') return { [key]: readList(text) };
  return { [key]: key === 'watch' ? readWatch(text) : text };
}

async function askForEvidence(draft: Draft, answer: AskChecked): Promise<Draft | undefined> {
  const hasProduction = draft.accounts?.some(({ stage }) => stage !== 'nonprod') === true;
  if (!hasProduction || draft.reviewEvidence !== undefined) return draft;
  const typed = await answer(
    'May reviews read, in production accounts, what uses versions? They never delete (yes or no)',
    'no',
    oneOf('yes', 'no'),
  );
  return typed === undefined ? undefined : { ...draft, reviewEvidence: typed === 'yes' };
}

async function askForAccounts(
  answer: AskChecked,
  problem: (accounts: readonly SetupAccount[]) => string | undefined,
): Promise<readonly SetupAccount[] | undefined> {
  let accounts: readonly SetupAccount[] = [];
  for (;;) {
    const isFirst = accounts.length === 0;
    const before = accounts;
    const typed = await answer(
      isFirst
        ? 'Account to watch, as id:name:stage (stage: prod or nonprod)'
        : 'Next account (empty: no more)',
      isFirst ? undefined : '',
      (text) => {
        if (text === '' && !isFirst) return undefined;
        const read = readAccount(text);
        return read.ok ? problem([...before, read.account]) : read.message;
      },
    );
    if (typed === undefined) return undefined;
    if (typed === '') return accounts;
    const read = readAccount(typed);
    if (!read.ok) continue;
    const more = await withAccount(accounts, read.account, answer);
    if (more === undefined) return undefined;
    accounts = more;
  }
}

/** Adds an account. If it is nonprod and its name says production, asks for its stage first; the default is `prod`. */
async function withAccount(
  accounts: readonly SetupAccount[],
  account: SetupAccount,
  answer: AskChecked,
): Promise<readonly SetupAccount[] | undefined> {
  if (contradictingAccounts([account]).length === 0) return [...accounts, account];
  const stage = await answer(
    `${contradiction(account)}. Its stage: prod, or nonprod if it carries no production`,
    'prod',
    oneOf('prod', 'nonprod'),
  );
  if (stage === undefined) return undefined;
  return [
    ...accounts,
    stage === 'nonprod' ? { ...account, nameMisleads: true } : { ...account, stage },
  ];
}

function oneOf(one: string, other: string) {
  return (text: string) =>
    text === one || text === other ? undefined : `Write ${one} or ${other}.`;
}
