import type { Deployment } from './deployment.ts';
import { nameOf } from './named-resources.ts';

/** What was packaged, what it makes and expects, and the command that deploys it. */
export function summaryOf(
  { values, existing, named }: Deployment,
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
    `Deploy it: npx osls deploy --package ${place.packageDir} --stage ${place.stage} --region ${region}${dist}`,
  ].join('\n');
}
