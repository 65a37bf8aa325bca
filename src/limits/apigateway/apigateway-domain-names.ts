import { domainNameLimit } from './domain-names.ts';

/**
 * Quota "Custom Domain Names". REST APIs and HTTP APIs share it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const apigatewayDomainNames = domainNameLimit('public', {
  id: 'apigateway-domain-names',
  title: 'API Gateway domain names',
  noun: 'domain names',
  quota: { ServiceCode: 'apigateway', QuotaCode: 'L-A93447B8' },
  quotaName: 'quota of public domain names',
  // LimitExceededException: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html
  whenFull: 'No public domain name can be created, so deployments that create one fail.',
});
