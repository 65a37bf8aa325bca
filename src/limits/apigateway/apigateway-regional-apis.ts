import { restApiLimit } from './rest-apis.ts';

/** Quota "Regional APIs": https://docs.aws.amazon.com/general/latest/gr/apigateway.html */
export const apigatewayRegionalApis = restApiLimit('REGIONAL', {
  id: 'apigateway-regional-apis',
  title: 'API Gateway Regional APIs',
  noun: 'Regional APIs',
  quota: { ServiceCode: 'apigateway', QuotaCode: 'L-AA0FF27B' },
  quotaName: 'quota of Regional APIs',
  advice: [
    'Delete REST APIs of environments that no longer exist; API Gateway deletes one in 30 seconds at most.',
    'Put services that are deployed together behind one API, as resources of it.',
  ],
  whenFull: 'No Regional REST API can be created, so deployments that create one fail.',
  // The quotas of HTTP APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  caveat:
    'HTTP APIs and WebSocket APIs are not in this figure; AWS does not say whether they count towards this quota.',
});
