import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import type { AccountId, Region } from '../model/aws-ids.ts';
import { ACCOUNT_ID, accountId } from '../model/aws-ids.ts';
import type { Connection } from './clients.ts';
import { makeClient } from './clients.ts';
import { withOperation, IncompleteAnswer } from './failures.ts';

export interface Caller {
  readonly account: AccountId;
  readonly arn: string;
}

/**
 * The account and ARN of the credentials in use. Needs no permission.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export function readCaller(connection: Connection, region: Region): Promise<Caller> {
  return withOperation('sts:GetCallerIdentity', async () => {
    const sts = makeClient(STSClient, connection, { region });
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account === undefined || !ACCOUNT_ID.test(Account) || Arn === undefined)
      throw new IncompleteAnswer('the answer holds no account');
    return { account: accountId(Account), arn: Arn };
  });
}
