import { restApiLimit } from './rest-apis.ts';

/** Quota "Edge-optimized APIs" of each Region: https://docs.aws.amazon.com/general/latest/gr/apigateway.html */
export const apigatewayEdgeApis = restApiLimit('EDGE', {
  id: 'apigateway-edge-apis',
  title: 'API Gateway edge-optimized APIs',
  noun: 'edge-optimized APIs',
  quota: { ServiceCode: 'apigateway', QuotaCode: 'L-B97207D0' },
  quotaName: 'quota of edge-optimized APIs',
  advice: [
    'Delete REST APIs of environments that no longer exist; API Gateway deletes one in 30 seconds at most.',
    'Give APIs the endpoint type REGIONAL, which has a quota of its own: an API without an endpoint type is edge-optimized.',
  ],
  whenFull: 'No edge-optimized REST API can be created, so deployments that create one fail.',
});
