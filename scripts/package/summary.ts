import type { Deployment } from './deployment.ts';
import { nameOf } from '../../src/setup/stack-topics.ts';

/** What was packaged, what it makes and expects, and the command that deploys it. */
export function summaryOf(
  { values, existing, named, bucketStatements }: Deployment,
  place: { readonly stage: string; readonly packageDir: string; readonly outDir: string },
  notes: readonly string[],
): string {
  const { deployment, region } = values;
  const dist = place.outDir === 'dist' ? '' : ` --param dist=${place.outDir}`;
  const made = named.topics.filter((arn) => !existing.topics.includes(arn)).map(nameOf);
  const expected = [
    ...existing.topics.map((arn) => `topic ${nameOf(arn)}`),
    ...existing.buckets.map((name) => `bucket ${name}`),
    ...existing.logGroups.map((name) => `log group ${name}`),
  ];
  return [
    `Packaged ${deployment} for ${region} in ${place.packageDir}.`,
    ...notes,
    ...(made.length === 0
      ? []
      : [
          `The stack has the topics ${made.join(', ')}; subscribe people to each of them, or nobody hears of anything.`,
        ]),
    ...(expected.length === 0 ? [] : [`It expects to find: ${expected.join(', ')}.`]),
    ...statementsText(bucketStatements),
    `Deploy it: npx osls deploy --package ${place.packageDir} --stage ${place.stage} --region ${region}${dist}`,
  ].join('\n');
}

/** What the owner of an existing bucket adds to its policy; the stack changes nothing about that bucket. */
function statementsText(statements: Deployment['bucketStatements']): readonly string[] {
  if (statements.length === 0) return [];
  return [
    'The policy of that bucket is yours. Add these statements to it, so that only the functions write what they rely on:',
    ...statements.map(
      (statement, at) => `${JSON.stringify(statement)}${at < statements.length - 1 ? ',' : ''}`,
    ),
  ];
}
