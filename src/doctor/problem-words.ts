import type { AccountId, Region, RoleName } from '../model/aws-ids.ts';
import { unmuteCommand } from '../alerts/words/mute-command.ts';
import { problemLines, problemStep } from '../alerts/words/subscriptions-notice.ts';
import { knownError } from '../text/aws-words.ts';
import { PAUSED_SENTENCE } from '../text/paused.ts';
import { plain } from '../text/plain.ts';
import { typedCommand } from '../text/typed-command.ts';
import type { CheckedAccount, DoctorAsker, CheckResult, Verdict } from './model.ts';

/** The names and ids that the sentences about the checks of one function contain. */
export interface DoctorWords {
  readonly askedBy: DoctorAsker;
  readonly deployment: string;
  readonly command: string;
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly readRole: RoleName;
  readonly pruneRole: RoleName;
  readonly bucket: string;
  /** The parameter of the read role's stack that grants an IAM action; undefined if it is always granted. */
  readonly granted: (action: string, account: CheckedAccount) => string | undefined;
}

export interface Sentence {
  readonly sentence: string;
  /** What to do; absent when there is nothing to do. */
  readonly todo?: string;
  /** What to check one after the other, each on a line of its own after `todo`. */
  readonly steps?: readonly string[];
}

export const READ_STACK = 'src/stacks/member-read-role.yml';
export const PRUNE_STACK = 'src/stacks/member-prune-role.yml';

/** The advice for an action that the read role is not allowed. */
export function updateReadStack(
  words: DoctorWords,
  action: string,
  account: CheckedAccount,
): string {
  const parameter = words.granted(action, account);
  const how = parameter === undefined ? 'to the template of this version' : `with ${parameter}`;
  return `Update the stack of ${READ_STACK} in this account ${how}, which grants ${action}.`;
}

export function problemSentence(
  { subject, account }: CheckResult,
  verdict: Extract<Verdict, { readonly state: 'problem' }>,
  words: DoctorWords,
): Sentence {
  switch (verdict.fact) {
    case 'denied': {
      // The denial may come from the KMS key that encrypts the resource.
      const known = knownError(verdict.failure);
      if (known !== undefined) {
        return { sentence: `${subject}: ${known.what}.`, todo: `To do: ${known.remedy}.` };
      }
      return subject === 'role' ? roleDenied(words) : denied(subject, account, words);
    }
    case 'denied-by-organisation':
      return {
        sentence: `${permissionOf(subject, words)} is denied by a policy of the organisation.`,
        todo: `Let the organisation's policy (SCP) allow ${actionOf(subject)} to ${roleOf(subject, account, words)}, or remove the account or Region from watchdog.yml.`,
      };
    case 'denied-by-boundary':
      return {
        sentence: `${permissionOf(subject, words)} is denied by a permissions boundary.`,
        todo: `Let the boundary of ${roleOf(subject, account, words)} allow ${actionOf(subject)}.`,
      };
    case 'region-not-enabled':
      return {
        sentence: 'The account has not enabled this Region, so nothing there is watched.',
        todo: 'Enable the Region in the account, or remove it from the account in watchdog.yml.',
      };
    case 'other-account':
      return {
        sentence: `The credentials belong to the account ${verdict.found}: nothing else was tried with them.`,
        todo: 'Correct the id of this account in watchdog.yml, and check which endpoint answers for STS in your network.',
      };
    case 'prune-role-in-production':
      return {
        sentence: `PRODUCTION HAS A ROLE THAT CAN DELETE: ${words.pruneRole}. Production must never have one.`,
        todo: `Delete the stack of ${PRUNE_STACK} from this account now. If the account carries no production, set stage: nonprod in watchdog.yml instead.`,
      };
    case 'prune-role-and-no-stage':
      return {
        sentence: `No rule gives the stage of this account, and it has a role that can delete: ${words.pruneRole}. It may be production.`,
        todo: `If it carries production, delete the stack of ${PRUNE_STACK} from it now. If it does not, let accounts.organizations.stage say so, or list it with stage: nonprod.`,
      };
    case 'bucket-absent':
      return {
        sentence: `There is no bucket ${plain(words.bucket)}.`,
        todo: 'Create it, or correct state.bucket in watchdog.yml and deploy again: without a state each run sends every open alert again.',
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
    case 'administers-stack-sets':
      return {
        sentence:
          'The tooling account is a delegated administrator for StackSets: its administrators can put any role into any member account.',
        todo: `If that is for listing accounts alone, let a delegation policy or a role do it, which ${typedCommand(words.command, 'setup')} prints, then deregister it: docs/deploying.md, Who may list. If it makes the roles, set deploy.stackSets.callAs: delegated-admin.`,
      };
    case 'schedule-paused':
      return {
        sentence: PAUSED_SENTENCE,
        todo: 'To resume, remove schedulePaused from deploy in watchdog.yml, package and deploy again: a run begins at once.',
      };
    case 'alarm-absent':
      return {
        sentence: `There is no alarm ${nameIn(subject)}.`,
        todo: 'Deploy again: without it the watchdog cannot say that it is broken.',
      };
    case 'alarm-not-delivered':
      return {
        sentence: `The alarm ${nameIn(subject)} was set by hand, and its message did not reach ${plain(verdict.topic)}${verdict.error === '' ? '' : `: ${plain(verdict.error).replace(/\.$/, '')}`}.`,
        todo: "If a KMS key encrypts the topic, let the key's policy allow cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*: npm run package prints the statement for deploy.kmsKeyArn. A key of AWS (aws/sns) never lets alarms through. Then let the topic's policy allow cloudwatch.amazonaws.com sns:Publish.",
      };
    case 'alarm-not-put-back':
      return {
        sentence: `The alarm ${nameIn(subject)} was set by hand, and could not be put back.`,
        todo: 'To do: nothing; CloudWatch puts it back when it evaluates it the next time.',
      };
    case 'message-left':
      return {
        sentence: `The test message is still in the queue ${nameIn(subject)}, so its alarm goes off.`,
        todo: 'Delete the message of the doctor in the queue: it takes sqs:ReceiveMessage and sqs:DeleteMessage, and kms:Decrypt where a key encrypts the queue.',
      };
    case 'condition-ignored':
      return {
        sentence:
          'The store has ignored the condition of a write, so two runs may send the same alert twice.',
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
      `If the role of ${deployment}-${askedBy} has a permissions boundary (deploy.permissionsBoundary), it allows sts:AssumeRole on ${readRole}.`,
    ],
  };
}

function denied(subject: string, account: CheckedAccount, words: DoctorWords): Sentence {
  if (words.askedBy === 'caller') {
    return {
      sentence: `${subject} is denied to your own credentials.`,
      todo: 'Ask with credentials of the tooling account that may do this; docs/deploying.md lists what --send needs.',
    };
  }
  if (subject.startsWith('organizations:')) {
    return {
      sentence: `${subject} is denied, so discovered accounts cannot be listed or asked for.`,
      todo: `Allow it by the delegation policy of the organisation, or by the role that accounts.organizations.role names: ${typedCommand(words.command, 'setup')} prints either. Never make the tooling account a delegated administrator for StackSets for this.`,
    };
  }
  if (isAboutTooling(account, words)) {
    const stack = `src/stacks/${words.askedBy}-function-role.yml`;
    const [things, owner] = subject.startsWith('sns:')
      ? ['topics', 'topic']
      : ['state.bucket and state.key', 'bucket'];
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

function permissionOf(subject: string, { readRole }: DoctorWords): string {
  return subject === 'role' ? `Assuming the role ${readRole}` : subject;
}

function actionOf(subject: string): string {
  return subject === 'role' ? 'sts:AssumeRole' : subject;
}

/** The role that lacks the permission: the user's, the function's (AssumeRole, tooling account), or the read role. */
function roleOf(subject: string, account: CheckedAccount, words: DoctorWords): string {
  if (words.askedBy === 'caller') return 'your own role';
  return subject === 'role' || isAboutTooling(account, words)
    ? `the role of ${words.deployment}-${words.askedBy}`
    : `the role ${words.readRole}`;
}

/** Whether a check is about the tooling account itself; as a watched account, the tooling account has a stage. */
function isAboutTooling({ id, stage }: CheckedAccount, { tooling }: DoctorWords): boolean {
  return id === tooling.account && stage === undefined;
}

/** The name in a subject such as `cloudwatch:SetAlarmState (name)`. */
function nameIn(subject: string): string {
  return plain(subject.replace(/^.*\((.*)\)$/, '$1'));
}
