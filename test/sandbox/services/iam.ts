import * as sdk from '@aws-sdk/client-iam';
import type { ServiceDefinition } from '../service.ts';
import { querySpellings } from '../wire/spellings.ts';
import { getAccountSummary } from './account-summary.ts';
import { iamRoles } from './iam-roles.ts';

/**
 * AWS Identity and Access Management: roles and account totals. AWS does not document the rate; this one is a
 * cautious assumption.
 */
export const iam: ServiceDefinition = {
  signingName: 'iam',
  sdk,
  protocol: 'awsQuery',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  spellings: querySpellings,
  rate: { name: 'iam', perSecond: 5, burst: 5 },
  operations: { ...iamRoles, GetAccountSummary: getAccountSummary },
};
