import { PutResourcePolicyCommand } from '@aws-sdk/client-lambda';

import { withOperation } from '../../../../src/aws/failures.ts';
import { judgeMissingPolicy, judgeWrittenPolicy } from '../prove-reads.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { policyAnswer, policyText } from '../observe.ts';
import type { Workshop } from '../workshop.ts';
import { zipPackage } from '../zip-package.ts';

/** The statement's id, by which it is recognised in what GetPolicy returns. */
const SID = 'LimitsWatchdogProve';

/** Reads a version's policy twice: when it has none, and when its function has a policy that names it. */
export const missingPolicy: ExperimentDefinition<'missing-policy' | 'written-policy'> = {
  facts: ['missing-policy', 'written-policy'],
  makes: 'a function with a version and a resource policy',
  observe: async ({ shop }) => {
    const name = await shop.makeFunction('policy', zipPackage());
    const version = await shop.publish(name);
    const missing = judgeMissingPolicy(await policyAnswer(shop, name, version));
    await writePolicy(shop, name, version);
    const [ofFunction, ofVersion] = [
      await policyText(shop, name),
      await policyText(shop, name, version),
    ];
    return {
      'missing-policy': missing,
      'written-policy': judgeWrittenPolicy({
        onFunction: ofFunction.includes(SID),
        onVersion: ofVersion.includes(SID),
      }),
    };
  },
};

/**
 * Adds a policy to the function that lets EventBridge invoke the version. The experiment invokes nothing.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutResourcePolicy.html
 */
async function writePolicy(
  { lambda, run }: Workshop,
  name: string,
  version: string,
): Promise<void> {
  const { partition, region, account } = run;
  const ResourceArn = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: SID,
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: `${ResourceArn}:${version}`,
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  });
  await withOperation('lambda:PutResourcePolicy', () =>
    lambda.send(new PutResourcePolicyCommand({ ResourceArn, Policy })),
  );
}
