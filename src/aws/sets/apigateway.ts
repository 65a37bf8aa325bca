import type { GetDomainNamesRequest, GetRestApisRequest } from '@aws-sdk/client-api-gateway';
import {
  APIGatewayClient,
  GetDomainNamesCommand,
  GetRestApisCommand,
} from '@aws-sdk/client-api-gateway';

import type { MakeClient } from '../operations.ts';

export function apigatewayOperations(make: MakeClient) {
  const apigateway = make(APIGatewayClient);
  return {
    'apigateway:GetDomainNames': (input: GetDomainNamesRequest) =>
      apigateway.send(new GetDomainNamesCommand(input)),
    'apigateway:GetRestApis': (input: GetRestApisRequest) =>
      apigateway.send(new GetRestApisCommand(input)),
  };
}
