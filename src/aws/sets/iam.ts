import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';

import type { MakeClient } from '../operations.ts';

export function iamOperations(make: MakeClient) {
  const iam = make(IAMClient);
  return {
    'iam:GetAccountSummary': (input: object) => iam.send(new GetAccountSummaryCommand(input)),
  };
}
