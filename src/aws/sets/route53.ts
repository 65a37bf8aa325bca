import type { GetAccountLimitRequest } from '@aws-sdk/client-route-53';
import { GetAccountLimitCommand, Route53Client } from '@aws-sdk/client-route-53';

import type { MakeClient } from '../operations.ts';

export function route53Operations(make: MakeClient) {
  const route53 = make(Route53Client);
  return {
    'route53:GetAccountLimit': (input: GetAccountLimitRequest) =>
      route53.send(new GetAccountLimitCommand(input)),
  };
}
