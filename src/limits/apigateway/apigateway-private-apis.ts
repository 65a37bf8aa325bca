import { restApiLimit } from './rest-apis.ts';

/** Quota "Private APIs": https://docs.aws.amazon.com/general/latest/gr/apigateway.html */
export const apigatewayPrivateApis = restApiLimit('PRIVATE', {
  id: 'apigateway-private-apis',
  title: 'API Gateway private APIs',
  noun: 'private APIs',
  quota: { ServiceCode: 'apigateway', QuotaCode: 'L-A966AB5C' },
  quotaName: 'quota of private APIs',
  advice: [
    'Delete REST APIs of environments that no longer exist; API Gateway deletes one in 30 seconds at most.',
    'Put services that are deployed together behind one API, as resources of it.',
  ],
  whenFull: 'No private REST API can be created, so deployments that create one fail.',
});
