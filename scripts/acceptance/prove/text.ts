import type { FactId, FactResult, Leftover, CreatedResource, Ruling } from './model.ts';
import { FACTS } from './model.ts';
import { PROVE_TAG } from './run-id.ts';
import { plain } from '../../../src/text/plain.ts';
import { counted } from '../../../src/text/quantities.ts';

type UntriedQuestion = readonly [question: string, why: string];

/** Questions that `prove` never tries to answer, with the reason. */
const NEVER_TRIED: readonly UntriedQuestion[] = [
  ['How does Lambda spell "too fast"?', 'no account is loaded for a test'],
  ['Does chat take the https body of a structured message?', 'it needs a chat workspace'],
  [
    'How does S3 answer for a missing key without s3:ListBucket?',
    'documented: 403; it would need a bucket, and a 403 is never taken for a missing object anyway',
  ],
  [
    'Does a plain ListFunctions list replicas at the edge?',
    'it needs a CloudFront distribution, and its replicas stay for hours; the function at its origin is kept by its association',
  ],
  [
    "Does S3 take a lifecycle rule with Prefix ''?",
    'it would need a bucket; no template has such a rule',
  ],
  [
    'Do Errors or the metrics of a run arrive first?',
    'it needs a deployment; no alarm relies on their order',
  ],
  [
    'Is the deletion of a version refused that an event source mapping uses?',
    'it needs a queue or stream; such versions are kept anyway',
  ],
];

/** Questions that this run did not try to answer, with the reason, so that the result does not look complete. */
export function notTried(results: readonly FactResult[]): readonly UntriedQuestion[] {
  const isAnswered = results.some(({ fact }) => fact === 'provisioned-version');
  const why = 'AWS bills it, with less than a cent; --with-provisioned-concurrency tries it';
  return [...NEVER_TRIED, ...(isAnswered ? [] : [[FACTS['provisioned-version'], why] as const])];
}

/**
 * Provisioned concurrency of 128 MiB for 20 minutes, billed in steps of five minutes, costs $0.0007 (us-east-1,
 * $0.0000041667 a GB-second). No Region costs ten times as much. https://aws.amazon.com/lambda/pricing/, quoted by
 * https://wring.co/blog/aws-lambda-pricing-guide (2026-03-08)
 */
const BILLED =
  'AWS bills provisioned concurrency of 128 MiB for some minutes: less than a cent; nothing else of it is billed.';

export interface ProveAnnouncement {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
  readonly prefix: string;
  readonly makes: readonly string[];
  /** The IAM actions. */
  readonly actions: readonly string[];
  readonly mostMinutes: number;
  /** Whether the run includes provisioned concurrency, which AWS bills. */
  readonly isBilled: boolean;
}

/** The announcement of what the run creates, before the user confirms. */
export function announcementLines(announced: ProveAnnouncement): readonly string[] {
  const { account, arn, region, prefix, makes, actions, mostMinutes, isBilled } = announced;
  return [
    `Account ${plain(account)}, Region ${plain(region)}, as ${plain(arn)}`,
    'This run will make, and remove again at its end, whatever happens:',
    `  ${prefix}role, a role in IAM that lets functions do nothing`,
    ...makes.map((one) => `  ${one}`),
    `All names begin with ${prefix}, and all carry the tag ${PROVE_TAG}.`,
    `It calls ${actions.join(', ')}.`,
    `No function is ever invoked. ${isBilled ? BILLED : 'Nothing of it is billed by AWS.'} It asks AWS at most some hundreds of times, ${counted(mostMinutes, 'minute')} at most.`,
  ];
}

const VERDICT: Readonly<Record<Ruling['verdict'], string>> = {
  'as-assumed': 'as assumed    ',
  otherwise: 'OTHERWISE     ',
  'could-not-tell': 'unknown',
};

/** One line for each fact, then what to do about facts that are not as assumed. */
export function resultLines(results: readonly FactResult[]): readonly string[] {
  const width = Math.max(...Object.keys(FACTS).map((fact) => fact.length));
  return [
    ...results.map(
      ({ fact, ruling }) =>
        `${VERDICT[ruling.verdict]}  ${fact.padEnd(width)}  ${plain(rulingText(ruling))}`,
    ),
    ...results.flatMap(({ fact, ruling }) => adviceLines(fact, ruling)),
    ...notTried(results).map(([question, why]) => `not tried       ${question} (${why})`),
  ];
}

function rulingText(ruling: Ruling): string {
  return ruling.verdict === 'could-not-tell' ? ruling.why : ruling.finding;
}

function adviceLines(fact: FactId, ruling: Ruling): readonly string[] {
  if (ruling.verdict !== 'otherwise') return [];
  const { advice } = ruling;
  switch (advice.kind) {
    case 'nothing':
      return [];
    case 'set':
      return [`To do: set ${advice.parameter} in ${advice.where} to ${advice.value} (${fact}).`];
    case 'report':
      return [`To know: ${advice.why} (${fact}). Please report it to limits-watchdog.`];
  }
}

/** Such as `function limits-watchdog-prove-x7f3k2m9-scope`. */
export function createdText({ kind, name }: CreatedResource): string {
  return `${kind} ${plain(name)}`;
}

/** The resources that are left, each with the commands that remove it. */
export function leftoverLines(left: readonly Leftover[]): readonly string[] {
  return left.flatMap((one) => [
    `Left: ${createdText(one)}. ${plain(one.why)}`,
    ...removalCommands(one).map((command) => `  $ ${command}`),
  ]);
}

function removalCommands({ kind, name, region }: CreatedResource): readonly string[] {
  const quoted = plain(name);
  switch (kind) {
    case 'function':
      return [`aws lambda delete-function --region ${region} --function-name ${quoted}`];
    case 'role':
      return [
        `aws iam delete-role-policy --role-name ${quoted} --policy-name delete-versions`,
        `aws iam delete-role --role-name ${quoted}`,
      ];
  }
}
