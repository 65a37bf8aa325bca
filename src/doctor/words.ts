import type { CheckResult, Verdict } from './model.ts';
import type { ReadFailure } from '../model/failure.ts';
import { knownError } from '../text/aws-words.ts';
import { failureText } from '../text/failure-text.ts';
import type { DoctorWords, Sentence } from './problem-words.ts';
import { problemSentence, PRUNE_STACK, READ_STACK, updateReadStack } from './problem-words.ts';

/** A result in words: what was found, and what to do. Never contains the external id. */
export function sentenceOf(result: CheckResult, words: DoctorWords): Sentence {
  const { verdict } = result;
  switch (verdict.state) {
    case 'ok':
      return okSentence(verdict.fact, words);
    case 'not-tried':
      return notTriedSentence(verdict.fact, words);
    case 'could-not-tell':
      return unknownSentence(result, verdict.failure, words);
    case 'problem':
      return problemSentence(result, verdict, words);
  }
}

function okSentence(
  fact: Extract<Verdict, { readonly state: 'ok' }>['fact'],
  { pruneRole }: DoctorWords,
): Sentence {
  switch (fact) {
    case 'as-it-should-be':
      return { sentence: 'as it should be' };
    case 'region-passed-over':
      return {
        sentence: 'The account has not enabled this Region, so runs skip it.',
        todo: 'To do: nothing, unless something runs there; then enable it, or take it from the default list in watchdog.yml.',
      };
    case 'no-prune-role':
      return {
        sentence: `There is no role ${pruneRole}, so nothing can be pruned here.`,
        todo: `To do: nothing, unless this account is to be pruned; then deploy ${PRUNE_STACK} here, and set PlanEvidence=true in the stack of ${READ_STACK}.`,
      };
    case 'no-memory-yet':
      return {
        sentence: 'There is no stored state yet.',
        todo: 'To do: nothing; the first run creates it.',
      };
  }
}

function notTriedSentence(
  fact: Extract<Verdict, { readonly state: 'not-tried' }>['fact'],
  { deployment }: DoctorWords,
): Sentence {
  switch (fact) {
    case 'would-publish':
      return {
        sentence: 'Publishing was not tried, since every subscriber would receive it.',
        todo: `To try it with the alarms and the queue, run doctor --send, which sends each topic a message or two; or invoke ${deployment}-watch with {"test": true}, which sends a sample of each notice to every topic.`,
      };
    case 'would-send-events':
      return {
        sentence:
          'Sending events was not tried, since rules may act on them; whether the bus exists is not known.',
        todo: `To try it, invoke ${deployment}-watch with {"test": true}, and see what a rule for the detail-type "Limits Watchdog Test" receives. EventBridge accepts events for a bus that does not exist.`,
      };
    case 'in-alarm':
      return {
        sentence: 'The alarm is in ALARM already, so it was not tried.',
        todo: 'To do: what the alarm says; then run doctor --send again.',
      };
    case 'would-delete':
      return {
        sentence: 'Deleting was not tried: it would delete a version that may be in use.',
        todo: 'To do: nothing; if the first prune is denied, it reports what to change.',
      };
    case 'others-role':
      return {
        sentence: `Storing the outcome of prunes was not tried: only ${deployment}-prune has that permission, and it runs only for prunes.`,
        todo: 'To do: nothing; if it fails, that prune reports it and is missing from reports.',
      };
  }
}

function unknownSentence(
  { subject, account }: CheckResult,
  failure: ReadFailure,
  words: DoctorWords,
): Sentence {
  const why = failureText(failure);
  if (subject === 'prune role') {
    return {
      sentence: `Whether there is a role ${words.pruneRole} could not be determined: ${why}.`,
      todo:
        failure.reason === 'denied'
          ? `${updateReadStack(words, 'iam:GetRole', account)} If it has that already, an SCP or a boundary is in the way. Until then look into IAM in this account yourself.`
          : retryText(failure, words),
    };
  }
  const subjects: Readonly<Record<string, string>> = {
    role: 'Whether the role can be assumed',
    identity: 'Whose credentials these are',
  };
  return {
    sentence: `${subjects[subject] ?? 'It'} could not be determined: ${why}.`,
    todo: retryText(failure, words),
  };
}

function retryText(failure: ReadFailure, { askedBy }: DoctorWords): string {
  const known = knownError(failure);
  if (known !== undefined) return `To do: ${known.remedy}.`;
  switch (failure.reason) {
    case 'out-of-time':
      return askedBy === 'caller'
        ? 'Run doctor again.'
        : `Select less at a time with --account or --region, or raise the timeout of the ${askedBy} function.`;
    case 'throttled':
      return 'Something else is using up the rate limit of this account; run doctor again in a minute.';
    case 'credentials':
      return 'Check that the account is not suspended and the role was not deleted a moment ago, then run doctor again.';
    case 'malformed':
    case 'not-recorded':
      return 'Run doctor again; if this stays, update limits-watchdog: the limit is unknown to its runs, too.';
    case 'not-enabled':
      return 'Enable the Region in this account, or remove it from watchdog.yml.';
    case 'no-answer':
      return 'Run doctor again in a minute. If the functions run in a VPC (deploy.vpc), its subnets need a NAT gateway or an endpoint for this service and Region; if not, see the AWS Health Dashboard.';
    case 'unavailable':
    case 'conflict':
      return 'Run doctor again in a minute; if this stays, see the AWS Health Dashboard.';
    case 'denied':
    case 'absent':
    case 'unexpected':
      return askedBy === 'caller'
        ? 'Run doctor again; if this stays, look at it in the console.'
        : `Run doctor again; if this stays, see the log of the ${askedBy} function.`;
  }
}
