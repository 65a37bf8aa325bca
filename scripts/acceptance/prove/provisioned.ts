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

/** The label of the only function that may get provisioned concurrency. */
export const PROVISIONED_LABEL = 'provisioned';
/** Five minutes. A tiny function takes one or two. */
const UNTIL_READY = { everyMs: 10_000, tries: 30 };

/**
 * Gives a version provisioned concurrency of 1, and waits until it is ready.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html
 * @throws AwsCallError when AWS refuses it, for example because the account has too little concurrency, or
 * when it does not become ready
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

/** Deletes every provisioned concurrency configuration of a function, so that AWS bills nothing more. */
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
