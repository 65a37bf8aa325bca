import type { ListDistributionsRequest } from '@aws-sdk/client-cloudfront';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';

import type { MakeClient } from '../operations.ts';

export function cloudfrontOperations(make: MakeClient) {
  const cloudfront = make(CloudFrontClient);
  return {
    'cloudfront:ListDistributions': (input: ListDistributionsRequest) =>
      cloudfront.send(new ListDistributionsCommand(input)),
  };
}
