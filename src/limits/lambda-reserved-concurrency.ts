import { withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import { quantity } from '../model/units.ts';
import { ACCOUNT_SETTINGS } from './account-settings.ts';
import type { LimitUsage } from './limit.ts';
import { LAMBDA_FUNCTIONS } from './list-functions.ts';
import { answeredLimit } from './quota-limit.ts';

/** Executions that Lambda keeps unreserved: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const NEVER_RESERVED = 100;

/**
 * The reserved concurrency of all functions. Its limit is the quota "Concurrent executions" minus 100.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const lambdaReservedConcurrency = answeredLimit({
  id: 'lambda-reserved-concurrency',
  title: 'Lambda reserved concurrency',
  noun: 'concurrent executions',
  scope: 'region',
  set: 'lambda',
  quota: { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' },
  quotaName: 'concurrency quota',
  reads: [ACCOUNT_SETTINGS],
  advice: [
    'Lower or remove reserved concurrency that functions do not need: aws lambda delete-function-concurrency gives it back.',
  ],
  page: LAMBDA_FUNCTIONS,
  caveat: 'Provisioned concurrency is not in this figure.',
  // InvalidParameterValueException: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
  whenFull: 'No more concurrency can be reserved, so deployments that reserve some fail.',
  read: async ({ accountSettings }) => {
    const settings = await accountSettings();
    return withOperation(ACCOUNT_SETTINGS.action, async (): Promise<LimitUsage> => {
      const all = required(settings.concurrency, 'AccountLimit.ConcurrentExecutions');
      const unreserved = required(
        settings.unreservedConcurrency,
        'AccountLimit.UnreservedConcurrentExecutions',
      );
      const reservable = Math.max(0, all - NEVER_RESERVED);
      return {
        kind: 'measured',
        // AWS may count both numbers at different moments, so that the difference is below 0.
        used: quantity('count', Math.max(0, all - unreserved)),
        limit: { known: true, value: quantity('count', reservable), source: 'account' },
        ...(reservable === 0 && {
          remark: `nothing can be reserved while the quota of concurrent executions is ${NEVER_RESERVED} or less`,
        }),
      };
    });
  },
});
