import { IncompleteAnswer, readFailure } from '../aws/failures.ts';
import { limitId } from '../model/limit.ts';
import { ACCOUNT_SETTINGS, NO_LIMIT } from './account-settings.ts';
import { LAMBDA_FUNCTIONS } from './list-functions.ts';
import type { DirectLimit } from './limit.ts';
import { QUOTA_THRESHOLDS } from './quota-limit.ts';

/** The quota for functions and layers together: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const lambdaCodeStorage: DirectLimit = {
  scope: 'region',
  definition: {
    id: limitId('lambda-code-storage'),
    title: 'Lambda code storage',
    unit: 'bytes',
    noun: '',
    scope: 'region',
    source: { kind: 'quota', increase: 'impossible' },
    defaults: QUOTA_THRESHOLDS,
  },
  quota: { ServiceCode: 'lambda', QuotaCode: 'L-2ACBD22F' },
  actions: [ACCOUNT_SETTINGS],
  remedy: {
    steps: [
      { kind: 'prune' },
      {
        kind: 'advice',
        text: 'Permanent fix: deploy with S3ObjectStorageMode=REFERENCE, which leaves the code in your own versioned bucket and out of this limit.',
      },
    ],
    links: [LAMBDA_FUNCTIONS],
  },
  // CodeStorageExceededException: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  whenFull: 'Functions and layers cannot be deployed in this Region.',
  filledBy: 'functions',

  async measure({ accountSettings }) {
    const { codeStorageUsed, codeStorageLimit } = await accountSettings();
    return {
      kind: 'measured',
      used: { unit: 'bytes', amount: codeStorageUsed },
      limit:
        codeStorageLimit === undefined
          ? {
              known: false,
              failure: readFailure(new IncompleteAnswer(NO_LIMIT), ACCOUNT_SETTINGS.action),
            }
          : { known: true, value: { unit: 'bytes', amount: codeStorageLimit }, source: 'account' },
    };
  },
};
