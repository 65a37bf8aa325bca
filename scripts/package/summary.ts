import type { Deployment } from './deployment.ts';
import { nameOf } from '../../src/setup/stack-topics.ts';

/** The package that was written. */
export interface WrittenPackage {
  /** The folder or file, such as `.serverless`. */
  readonly place: string;
  /** Lines that say how to deploy it. */
  readonly deploy: readonly string[];
}

/**
 * Returns the summary of packaging: what the stack creates, which resources must exist, and the commands that
 * deploy it.
 * @param taken existing resources that the notes already name, so that the summary does not repeat them
 */
export function summaryOf(
  { values, existing, named, bucketStatements, keyStatements }: Deployment,
  { place, deploy }: WrittenPackage,
  notes: readonly string[],
  taken: readonly string[],
): string {
  const { deployment, region } = values;
  const made = named.topics.filter((arn) => !existing.topics.includes(arn)).map(nameOf);
  const expected = [
    ...existing.topics.map((arn) => `topic ${nameOf(arn)}`),
    ...existing.buckets.map((name) => `bucket ${name}`),
    ...existing.logGroups.map((name) => `log group ${name}`),
  ].filter((one) => !taken.includes(one));
  return [
    `Packaged ${deployment} for ${region} in ${place}.`,
    ...notes,
    ...(made.length === 0
      ? []
      : [
          `The stack has the topics ${made.join(', ')}; subscribe people to each of them, or no alert is delivered.`,
        ]),
    ...(expected.length === 0 ? [] : [`It expects to find: ${expected.join(', ')}.`]),
    ...statementsText(BUCKET, bucketStatements),
    ...statementsText(KEY, keyStatements),
    ...deploy,
  ].join('\n');
}

/** The stack does not change an existing bucket, so its owner must add the statements. */
const BUCKET =
  'The policy of that bucket is yours. Add these statements to it, so that only the functions write what they rely on:';
const KEY =
  'The policy of deploy.kmsKeyArn is yours. Before you deploy, add these statements to it, one for each service that uses the key; without them log groups are refused, and messages and alarms do not arrive:';

/** Returns the statements that the owner of a policy must add, after a sentence that explains them. */
function statementsText(sentence: string, statements: readonly object[]): readonly string[] {
  if (statements.length === 0) return [];
  return [
    sentence,
    ...statements.map(
      (statement, at) => `${JSON.stringify(statement)}${at < statements.length - 1 ? ',' : ''}`,
    ),
  ];
}
