import type { AccountId, Region, RoleName } from '../model/aws-ids.ts';
import type { CheckedAccount, DoctorAsker, Examined, Verdict } from './model.ts';
import type { ReadFailure } from '../model/failure.ts';
import { knownError } from '../text/aws-words.ts';
import { failureText } from '../text/failure-text.ts';
import { plain } from '../text/plain.ts';
import { problemLines, problemStep } from '../alerts/words/subscriptions-notice.ts';
import { unmuteCommand } from '../alerts/words/mute-command.ts';

/** What the sentences of one function's doctor are about. */
export interface DoctorWords {
  readonly askedBy: DoctorAsker;
  readonly deployment: string;
  /** What is typed to run the command line. */
  readonly command: string;
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly readRole: RoleName;
  readonly pruneRole: RoleName;
  readonly bucket: string;
  /** IAM actions that the stack of the read role grants only where its parameter says so. */
  readonly granted: (action: string, account: CheckedAccount) => string | undefined;
}

export interface Sentence {
  readonly sentence: string;
  /** Absent where nothing is to be done. */
  readonly todo?: string;
  /** What to look at in turn, each a line; `todo` says what they are. */
  readonly steps?: readonly string[];
}

const READ_STACK = 'src/stacks/member-read-role.yml';
const PRUNE_STACK = 'src/stacks/member-prune-role.yml';

/** A finding in words: what is so, and what to do. Holds no value of the external id. */
export function sentenceOf(examined: Examined, words: DoctorWords): Sentence {
  const { verdict } = examined;
  switch (verdict.state) {
    case 'ok':
      return fine(verdict.fact, words);
    case 'not-tried':
      return notTried(verdict.fact, words);
    case 'could-not-tell':
      return couldNotTell(examined, verdict.failure, words);
    case 'problem':
      return problem(examined, verdict, words);
  }
}

function fine(
  fact: Extract<Verdict, { readonly state: 'ok' }>['fact'],
  { pruneRole }: DoctorWords,
): Sentence {
  switch (fact) {
    case 'as-it-should-be':
      return { sentence: 'as it should be' };
    case 'region-passed-over':
      return {
        sentence: 'The account has not enabled this Region, so runs pass over it.',
        todo: 'To do: nothing, unless something runs there; then enable it, or take it from the default list in watchdog.yml.',
      };
    case 'no-prune-role':
      return {
        sentence: `There is no role ${pruneRole}, so nothing can be pruned here.`,
        todo: `To do: nothing, unless this account is to be pruned; then deploy ${PRUNE_STACK} here, and set PlanEvidence=true in the stack of ${READ_STACK}.`,
      };
    case 'no-memory-yet':
      return {
        sentence: 'There is no memory yet.',
        todo: 'To do: nothing; the first run makes it.',
      };
  }
}

function notTried(
  fact: Extract<Verdict, { readonly state: 'not-tried' }>['fact'],
  { deployment }: DoctorWords,
): Sentence {
  switch (fact) {
    case 'would-publish':
      return {
        sentence: 'Publishing was not tried, since everybody who listens would hear it.',
        todo: `To try it, invoke ${deployment}-watch with {"test": true}: it sends a sample of each notice to every topic.`,
      };
    case 'would-delete':
      return {
        sentence: 'Deleting was not tried: that would take a version that somebody may need.',
        todo: 'To do: nothing; if the first prune is denied, it says so, and what to change.',
      };
    case 'others-role':
      return {
        sentence: `Keeping how prunes ended was not tried: only ${deployment}-prune may, and it is asked for nothing but prunes.`,
        todo: 'To do: nothing; a prune whose end could not be kept says so, and reports lack it then.',
      };
  }
}

function couldNotTell(
  { subject, account }: Examined,
  failure: ReadFailure,
  words: DoctorWords,
): Sentence {
  const why = failureText(failure);
  if (subject === 'prune role') {
    const sentence = `Whether there is a role ${words.pruneRole} could not be told: ${why}.`;
    return failure.reason === 'denied'
      ? {
          sentence,
          todo: `${updateReadStack(words, 'iam:GetRole', account)} If it has that already, an SCP or a boundary is in the way. Until then look into IAM in this account yourself.`,
        }
      : { sentence, todo: retryText(failure, words) };
  }
  if (subject === 'role') {
    return {
      sentence: `Whether the role can be assumed could not be told: ${why}.`,
      todo: retryText(failure, words),
    };
  }
  if (subject === 'identity') {
    return {
      sentence: `Whose credentials these are could not be told: ${why}.`,
      todo: retryText(failure, words),
    };
  }
  return { sentence: `It could not be told: ${why}.`, todo: retryText(failure, words) };
}

/** What to do about a failure that says nothing of the permission. */
function retryText(failure: ReadFailure, { askedBy }: DoctorWords): string {
  const known = knownError(failure);
  if (known !== undefined) return `To do: ${known.remedy}.`;
  switch (failure.reason) {
    case 'out-of-time':
      return `Ask for less at a time with --account or --region, or raise the timeout of the ${askedBy} function.`;
    case 'throttled':
      return 'Something else is using up the rate limit of this account; ask again in a minute.';
    case 'credentials':
      return 'Check that the account is not suspended and the role was not deleted a moment ago, then ask again.';
    case 'malformed':
    case 'not-recorded':
      return 'Ask again; if this stays, update limits-watchdog: the limit is unknown to its runs, too.';
    case 'not-enabled':
      return 'Enable the Region in this account, or remove it from watchdog.yml.';
    case 'unavailable':
    case 'no-answer':
    case 'conflict':
      return 'Ask again in a minute; if this stays, see the AWS Health Dashboard.';
    case 'denied':
    case 'absent':
    case 'unexpected':
      return `Ask again; if this stays, see the log of the ${askedBy} function.`;
  }
}

function problem(
  { subject, account }: Examined,
  verdict: Extract<Verdict, { readonly state: 'problem' }>,
  words: DoctorWords,
): Sentence {
  switch (verdict.fact) {
    case 'denied':
      return subject === 'role' ? roleDenied(words) : denied(subject, account, words);
    case 'denied-by-organisation':
      return {
        sentence: `${what(subject, words)} is denied by a policy of the organisation.`,
        todo: `Let the organisation's policy (SCP) allow ${actionOf(subject)} to ${words.readRole}, or remove the account or Region from watchdog.yml.`,
      };
    case 'denied-by-boundary':
      return {
        sentence: `${what(subject, words)} is denied by a permissions boundary.`,
        todo: `Let the boundary of the role ${words.readRole} allow ${actionOf(subject)}.`,
      };
    case 'region-not-enabled':
      return {
        sentence: 'The account has not enabled this Region, so nothing there is watched.',
        todo: 'Enable the Region in the account, or remove it from the account in watchdog.yml.',
      };
    case 'other-account':
      return {
        sentence: `The credentials belong to the account ${verdict.found}: nothing more was asked with them.`,
        todo: 'Correct the id of this account in watchdog.yml, and see what answers for STS in your network.',
      };
    case 'prune-role-in-production':
      return {
        sentence: `PRODUCTION HAS A ROLE THAT CAN DELETE: ${words.pruneRole}. Production must never have one.`,
        todo: `Delete the stack of ${PRUNE_STACK} from this account now. If the account carries no production, set stage: nonprod in watchdog.yml instead.`,
      };
    case 'prune-role-and-no-stage':
      return {
        sentence: `No rule tells the stage of this account, and it has a role that can delete: ${words.pruneRole}. It may be production.`,
        todo: `If it carries production, delete the stack of ${PRUNE_STACK} from it now. If it does not, let accounts.organizations.stage say so, or list it with stage: nonprod.`,
      };
    case 'bucket-absent':
      return {
        sentence: `There is no bucket ${plain(words.bucket)}.`,
        todo: 'Create it, or correct state.bucket in watchdog.yml and deploy again: without memory each run tells everything anew.',
      };
    case 'memory-not-understood':
      return {
        sentence: `The stored state ${plain(verdict.problem)}.`,
        todo: 'Check that state.key in watchdog.yml is used by this deployment alone. The next run sets the object aside and uses an earlier version.',
      };
    case 'subscriptions':
      return {
        sentence: problemLines(verdict.topic).join(' '),
        todo: problemStep(verdict.topic, words.command),
      };
    case 'rule-problem':
      return {
        sentence: `In watchdog.yml, at ${plain(verdict.rule.at)}, ${plain(verdict.rule.problem)}.`,
        todo: 'Correct or remove it in watchdog.yml, and deploy again.',
      };
    case 'bucket-not-guarded':
      return {
        sentence: `The policy of the bucket ${plain(words.bucket)} lets other roles write what only the functions may write. It lacks ${verdict.missing.join(', ')}.`,
        todo: 'If the stack made the bucket, deploy again. If not, npm run package prints the statements: add them to the policy of the bucket.',
      };
    case 'mute-not-used':
      return { sentence: plain(verdict.problem), todo: plain(verdict.remedy) };
    case 'mute-matches-nothing': {
      const { covers, owner, id } = verdict;
      return {
        sentence: plain(`The mute of ${covers} (${owner}) matches nothing that is watched now.`),
        todo:
          id === undefined
            ? 'Correct or remove it in watchdog.yml, and deploy again.'
            : plain(`Remove it: ${unmuteCommand(words.command, id)}`),
      };
    }
    case 'condition-ignored':
      return {
        sentence:
          'The store has ignored the condition of a write, so two runs may tell the same twice.',
        todo: 'Keep the state in a bucket of Amazon S3.',
      };
  }
}

function roleDenied({ readRole, askedBy, deployment }: DoctorWords): Sentence {
  const who =
    askedBy === 'watch'
      ? 'WatchRoleName is the role of the watch function'
      : 'PlanFunctionRoleName is the role of the plan function, and in a stack of an earlier version PlanEvidence is true';
  return {
    sentence: `The role ${readRole} cannot be assumed by ${deployment}-${askedBy}, and AWS does not say why. Nothing else was tried in this account.`,
    todo: 'Check in this order:',
    steps: [
      `The stack of ${READ_STACK} is deployed in this account.`,
      'In that stack, ToolingAccountId is the tooling account.',
      'In that stack, ExternalId is role.externalId of watchdog.yml.',
      `In that stack, ${who}.`,
      `In the tooling account, MemberReadRoleName of src/stacks/${askedBy}-function-role.yml is ${readRole}.`,
      'No SCP denies sts:AssumeRole.',
    ],
  };
}

function denied(subject: string, account: CheckedAccount, words: DoctorWords): Sentence {
  if (account.id === words.tooling.account && account.stage === undefined) {
    const stack = `src/stacks/${words.askedBy}-function-role.yml`;
    const things = subject.startsWith('sns:') ? 'topics' : 'state.bucket and state.key';
    const owner = subject.startsWith('sns:') ? 'topic' : 'bucket';
    return {
      sentence: `${subject} is denied to the role of ${words.deployment}-${words.askedBy}.`,
      todo: `Deploy again with this watchdog.yml: ${stack} grants it for its ${things}. Then no policy of the ${owner} or of its encryption key may deny it.`,
    };
  }
  return {
    sentence: `${subject} is denied to the role ${words.readRole}.`,
    todo: updateReadStack(words, subject, account),
  };
}

function updateReadStack(words: DoctorWords, action: string, account: CheckedAccount): string {
  const parameter = words.granted(action, account);
  const where = `Update the stack of ${READ_STACK} in this account`;
  return parameter === undefined
    ? `${where} to the template of this version, which grants ${action}.`
    : `${where} with ${parameter}, which grants ${action}.`;
}

function what(subject: string, { readRole }: DoctorWords): string {
  return subject === 'role' ? `Assuming the role ${readRole}` : subject;
}

function actionOf(subject: string): string {
  return subject === 'role' ? 'sts:AssumeRole' : subject;
}
