import {
  DeleteProvisionedConcurrencyConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';

import { withOperation, IncompleteAnswer } from '../../../src/aws/failures.ts';
import { poll } from './poll.ts';
import { unlessAbsent } from './tags-of-made.ts';
import type { Workshop } from './workshop.ts';

/** Of the one function that may have any. */
export const PROVISIONED_LABEL = 'provisioned';
/** Five minutes; a tiny function takes one or two. */
const UNTIL_READY = { everyMs: 10_000, tries: 30 };

/**
 * Provisioned concurrency of 1 on a version, ready.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html
 * @throws AwsCallError when it is refused, as where an account has too little concurrency to spare, or
 * does not become ready
 */
export async function provision(
  { lambda, time }: Workshop,
  FunctionName: string,
  Qualifier: string,
): Promise<void> {
  await withOperation('lambda:PutProvisionedConcurrencyConfig', () =>
    lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName,
        Qualifier,
        ProvisionedConcurrentExecutions: 1,
      }),
    ),
  );
  await withOperation('lambda:GetProvisionedConcurrencyConfig', async () => {
    const command = new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier });
    const status = await poll(UNTIL_READY, time, async () => {
      const { Status, StatusReason } = await lambda.send(command);
      if (Status === 'FAILED')
        throw new IncompleteAnswer(`it could not be provisioned: ${StatusReason ?? 'no reason'}`);
      return Status === 'READY' ? Status : undefined;
    });
    if (status === undefined) throw new IncompleteAnswer('it does not become ready');
  });
}

/** Ends what is billed of a function, whatever it was given to. */
export async function endProvisioned(lambda: LambdaClient, FunctionName: string): Promise<void> {
  const listed = await unlessAbsent('lambda:ListProvisionedConcurrencyConfigs', () =>
    lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName })),
  );
  for (const { FunctionArn = '' } of listed?.ProvisionedConcurrencyConfigs ?? []) {
    const Qualifier = FunctionArn.slice(FunctionArn.lastIndexOf(':') + 1);
    await unlessAbsent('lambda:DeleteProvisionedConcurrencyConfig', () =>
      lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier })),
    );
  }
}
