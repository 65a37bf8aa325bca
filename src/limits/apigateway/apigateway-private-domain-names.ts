import { domainNameLimit } from './domain-names.ts';

/** Private domain names have their own quota: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html */
export const apigatewayPrivateDomainNames = domainNameLimit('private', {
  id: 'apigateway-private-domain-names',
  title: 'API Gateway private domain names',
  noun: 'private domain names',
  quota: { ServiceCode: 'apigateway', QuotaCode: 'L-24E7E662' },
  quotaName: 'quota of private domain names',
  // LimitExceededException: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html
  whenFull: 'No private domain name can be created, so deployments that create one fail.',
});
