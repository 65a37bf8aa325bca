import * as sdk from '@aws-sdk/client-lambda';
import type { ServiceDefinition } from '../service.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { getAccountSettings } from './lambda/account-settings.ts';

/**
 * AWS Lambda's control plane.
 *
 * 15 requests per second are shared by every operation that has no rate of its own, in each account
 * and Region. Basis: AWS Lambda, "Lambda quotas"; a bucket that holds one second's worth is an
 * assumption.
 */
export const lambda: ServiceDefinition = {
  signingName: 'lambda',
  sdk,
  protocol: 'restJson1',
  spellings: {
    ...jsonSpellings(403),
    throttled: { code: 'TooManyRequestsException', status: 429, message: 'Rate exceeded' },
    serverError: {
      code: 'ServiceException',
      status: 500,
      message: 'An error occurred and the request cannot be processed.',
    },
  },
  rate: { name: 'lambda control plane', perSecond: 15, burst: 15 },
  operations: {
    GetAccountSettings: getAccountSettings,
  },
};
