import { limitId } from '../model/limit.ts';
import { GET_ACCOUNT_SETTINGS } from './account-settings.ts';
import type { RegionLimit } from './limit.ts';

/**
 * Function and layer storage of Lambda, per account and Region. AWS does not increase it.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const lambdaCodeStorage: RegionLimit = {
  scope: 'region',
  definition: {
    id: limitId('lambda-code-storage'),
    title: 'Lambda code storage',
    unit: 'bytes',
    noun: '',
    scope: 'region',
    source: { kind: 'quota', increase: 'impossible' },
    defaults: {
      warn: { kind: 'percent', percent: 80 },
      critical: { kind: 'percent', percent: 90 },
    },
  },
  actions: [GET_ACCOUNT_SETTINGS],

  async measure({ accountSettings }) {
    const { codeStorageUsed, codeStorageLimit } = await accountSettings();
    return {
      kind: 'measured',
      used: { unit: 'bytes', amount: codeStorageUsed },
      limit:
        codeStorageLimit === undefined
          ? {
              known: false,
              failure: {
                reason: 'malformed',
                operation: GET_ACCOUNT_SETTINGS,
                errorName: 'IncompleteAnswer',
                message: 'the answer holds no AccountLimit.TotalCodeSize',
                attempts: 1,
              },
            }
          : {
              known: true,
              value: { unit: 'bytes', amount: codeStorageLimit },
              source: 'account',
            },
    };
  },
};
