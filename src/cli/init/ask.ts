import { DEFAULTS } from '../../config/defaults.ts';
import { REGION } from '../../model/aws-ids.ts';
import type { SetupAccount } from '../../setup/model.ts';
import { NONE, readWatch, watchQuestion } from '../../setup/watch-choice.ts';
import type { CliWorld } from '../cli-command.ts';
import type { Subject } from './validate-answers.ts';
import { faultsOf, readAccount, readEmails, readRegions } from './validate-answers.ts';
import type { Draft } from './init-flags.ts';
import { completed } from './init-flags.ts';
import { contradictingAccounts, contradiction } from './misleading-names.ts';

export type Ask = (question: string) => Promise<string | undefined>;

/** Says what is wrong with an answer; `undefined` where nothing is. */
type Check = (answer: string) => string | undefined;

type Answer = (
  question: string,
  usual: string | undefined,
  check: Check,
) => Promise<string | undefined>;

const USUAL_REGION = 'eu-west-1';

/**
 * Asks for all that the draft leaves open, one question after another; a wrong answer is said and asked
 * again.
 * @returns undefined when nobody answers any more: Ctrl-C, Ctrl-D, a closed terminal
 */
export async function askForRest(
  flags: Draft,
  externalId: string,
  ask: Ask,
  { terminal, environment }: Pick<CliWorld, 'terminal' | 'environment'>,
): Promise<Draft | undefined> {
  let draft = flags;
  const problem = (change: Draft, ...subjects: readonly Subject[]): string | undefined =>
    faultsOf(completed({ ...draft, ...change }, externalId)).find(({ subject }) =>
      subjects.includes(subject),
    )?.message;
  const answer = (question: string, usual: string | undefined, check: Check) =>
    answered(question, usual, check, ask, terminal.err);

  if (draft.toolingAccount === undefined) {
    const said = await answer('Account that runs the watchdog (12 digits)', undefined, (text) =>
      problem({ toolingAccount: text }, 'tooling-account'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, toolingAccount: said };
  }
  if (draft.region === undefined) {
    const said = await answer('Region in which it runs', regionOf(environment), (text) =>
      problem({ region: text }, 'region'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, region: said };
  }
  if (draft.deployment === undefined) {
    const said = await answer('Name of the deployment', DEFAULTS.deployment, (text) =>
      problem({ deployment: text }, 'deployment'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, deployment: said };
  }
  if (draft.regions === undefined) {
    const said = await answer('Regions to watch, in commas', draft.region, (text) =>
      problem({ regions: readRegions(text) }, 'regions'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, regions: readRegions(said) };
  }
  if (draft.topicArn === undefined) {
    const usual = completed(draft, externalId).topicArn;
    const said = await answer('SNS topic for alerts; made where it is not there', usual, (text) =>
      problem({ topicArn: text }, 'topic'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, topicArn: said };
  }
  if (draft.emails === undefined) {
    const said = await answer(
      'E-mail addresses that receive alerts, in commas (nothing: none yet)',
      '',
      (text) => problem({ emails: readEmails(text) }, 'email'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, emails: readEmails(said) };
  }
  if (draft.organizationId === undefined) {
    const said = await answer(
      'Organisation that callers of the roles must belong to, such as o-a1b2c3d4e5 (nothing: none)',
      '',
      (text) => problem({ organizationId: text }, 'organization-id'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, organizationId: said };
  }
  const question = watchQuestion();
  if (draft.watch === undefined && question !== undefined) {
    const said = await answer(question, NONE, (text) =>
      problem({ watch: readWatch(text) }, 'watch'),
    );
    if (said === undefined) return undefined;
    draft = { ...draft, watch: readWatch(said) };
  }
  if (draft.accounts !== undefined || draft.isSingle === true) return draft;
  const asked = await askForAccounts(draft, answer, (accounts) => problem({ accounts }, 'account'));
  return asked === undefined ? undefined : askForEvidence(asked, answer);
}

/**
 * Asks again for the stage of each account that a flag says is nonprod and whose name says production.
 * @returns undefined when nobody answers any more
 */
export async function askForContradictions(
  draft: Draft,
  ask: Ask,
  { terminal }: Pick<CliWorld, 'terminal'>,
): Promise<Draft | undefined> {
  const answer: Answer = (question, usual, check) =>
    answered(question, usual, check, ask, terminal.err);
  let accounts: readonly SetupAccount[] = [];
  for (const account of draft.accounts ?? []) {
    const answeredAccount = await withSecondAnswer(account, answer);
    if (answeredAccount === undefined) return undefined;
    accounts = [...accounts, answeredAccount];
  }
  return draft.accounts === undefined ? draft : { ...draft, accounts };
}

/** Reviews of production read nothing but lists there unless somebody says so. */
async function askForEvidence(draft: Draft, answer: Answer): Promise<Draft | undefined> {
  const hasProduction = draft.accounts?.some(({ stage }) => stage !== 'nonprod') === true;
  if (!hasProduction || draft.reviewEvidence !== undefined) return draft;
  const said = await answer(
    'May reviews read in production what keeps versions in use? They never delete (yes or no)',
    'no',
    (text) => (text === 'yes' || text === 'no' ? undefined : 'Write yes or no.'),
  );
  return said === undefined ? undefined : { ...draft, reviewEvidence: said === 'yes' };
}

async function askForAccounts(
  draft: Draft,
  answer: Answer,
  problem: (accounts: NonNullable<Draft['accounts']>) => string | undefined,
): Promise<Draft | undefined> {
  let accounts: NonNullable<Draft['accounts']> = [];
  const check: Check = (text) => {
    if (text === '' && accounts.length > 0) return undefined;
    const read = readAccount(text);
    return read.ok ? problem([...accounts, read.account]) : read.message;
  };
  for (;;) {
    const question =
      accounts.length === 0
        ? 'Account to watch, as id:name:stage (stage: prod or nonprod)'
        : 'Next account (nothing: no more)';
    const said = await answer(question, accounts.length === 0 ? undefined : '', check);
    if (said === undefined) return undefined;
    if (said === '') return { ...draft, accounts };
    const read = readAccount(said);
    if (!read.ok) continue;
    const account = await withSecondAnswer(read.account, answer);
    if (account === undefined) return undefined;
    accounts = [...accounts, account];
  }
}

/** An account whose name says production is prod, unless somebody says otherwise a second time. */
async function withSecondAnswer(
  account: SetupAccount,
  answer: Answer,
): Promise<SetupAccount | undefined> {
  if (contradictingAccounts([account]).length === 0) return account;
  const said = await answer(
    `${contradiction(account)}. Its stage: prod, or nonprod if it carries no production`,
    'prod',
    (text) => (text === 'prod' || text === 'nonprod' ? undefined : 'Write prod or nonprod.'),
  );
  if (said === undefined) return undefined;
  return said === 'nonprod' ? { ...account, nameMisleads: true } : { ...account, stage: said };
}

async function answered(
  question: string,
  usual: string | undefined,
  check: Check,
  ask: Ask,
  say: (line: string) => void,
): Promise<string | undefined> {
  const shown = usual === undefined || usual === '' ? '' : ` [${usual}]`;
  for (;;) {
    const typed = await ask(`${question}${shown}: `);
    if (typed === undefined) return undefined;
    const answer = typed.trim() === '' ? (usual ?? '') : typed.trim();
    const wrong = check(answer);
    if (wrong === undefined) return answer;
    say(wrong);
  }
}

/** As the AWS CLI takes it. */
function regionOf(environment: CliWorld['environment']): string {
  const named = environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? '';
  return REGION.test(named) ? named : USUAL_REGION;
}
