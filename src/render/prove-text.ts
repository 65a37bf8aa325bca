import type { FactId, FactResult, Leftover, MadeResource, Ruling } from '../model/prove.ts';
import { FACTS } from '../model/prove.ts';
import { PROVE_TAG } from '../model/prove-run.ts';
import { plain } from './plain.ts';
import { counted } from './quantities.ts';

/** What `prove` does not try, and why. Nobody should believe that it did. */
export const NOT_TRIED: readonly (readonly [question: string, why: string])[] = [
  ['How does Lambda spell "too fast"?', 'no account is loaded for a test'],
  ['Does chat take the https body of a structured message?', 'it needs a chat workspace'],
  ['How does S3 answer for a missing key without s3:ListBucket?', 'documented: 403'],
  [
    'Is the deletion of a version refused that a mapping or provisioned concurrency uses?',
    'it needs an event source or costs money; such versions are kept anyway',
  ],
];

export interface ProveAnnouncement {
  readonly account: string;
  readonly arn: string;
  readonly region: string;
  readonly prefix: string;
  readonly makes: readonly string[];
  /** As IAM names them. */
  readonly actions: readonly string[];
  readonly mostMinutes: number;
}

/** What is about to happen, for a person who has not agreed yet. */
export function announcementLines(announced: ProveAnnouncement): readonly string[] {
  const { account, arn, region, prefix, makes, actions, mostMinutes } = announced;
  return [
    `Account ${plain(account)}, Region ${plain(region)}, as ${plain(arn)}`,
    'This run will make, and remove again at its end, whatever happens:',
    `  ${prefix}role, a role in IAM that lets functions do nothing`,
    ...makes.map((one) => `  ${one}`),
    `All names begin with ${prefix}, and all carry the tag ${PROVE_TAG}.`,
    `It calls ${actions.join(', ')}.`,
    `No function is ever invoked, and nothing of it is billed by AWS. It asks AWS at most some hundreds of times, ${counted(mostMinutes, 'minute')} at most.`,
  ];
}

const VERDICT: Readonly<Record<Ruling['verdict'], string>> = {
  'as-assumed': 'as assumed    ',
  otherwise: 'OTHERWISE     ',
  'could-not-tell': 'could not tell',
};

/** One line a fact, then what to do about those that are otherwise. */
export function resultLines(results: readonly FactResult[]): readonly string[] {
  const width = Math.max(...Object.keys(FACTS).map((fact) => fact.length));
  return [
    ...results.map(
      ({ fact, ruling }) =>
        `${VERDICT[ruling.verdict]}  ${fact.padEnd(width)}  ${plain(said(ruling))}`,
    ),
    ...results.flatMap(({ fact, ruling }) => adviceLines(fact, ruling)),
    ...NOT_TRIED.map(([question, why]) => `not tried       ${question} (${why})`),
  ];
}

function said(ruling: Ruling): string {
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

/** `function limits-watchdog-prove-x7f3k2m9-scope` */
export function madeText({ kind, name }: MadeResource): string {
  return `${kind} ${plain(name)}`;
}

/** What is left, and for what is surely ours the commands that remove it. */
export function leftoverLines(left: readonly Leftover[]): readonly string[] {
  return left.flatMap((one) => [
    `Left: ${madeText(one)}. ${plain(one.why)}`,
    ...removalCommands(one).map((command) => `  $ ${command}`),
  ]);
}

function removalCommands({ kind, name, region }: MadeResource): readonly string[] {
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
