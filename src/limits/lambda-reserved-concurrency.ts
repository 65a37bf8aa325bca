import { withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import { quantity } from '../model/units.ts';
import { ACCOUNT_SETTINGS } from './account-settings.ts';
import type { Measured, RegionLimit } from './limit.ts';
import { LAMBDA_FUNCTIONS } from './list-functions.ts';
import { withIncrease } from './quota-increase.ts';
import { increaseAction } from './service-quota.ts';
import { quotaCount } from './quota-count.ts';

/** Quota "Concurrent executions": https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const CONCURRENT_EXECUTIONS = { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' };

/**
 * Concurrent executions that Lambda keeps for functions without a reservation.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const NEVER_RESERVED = 100;

/** Concurrency reserved for single functions, against what can be reserved: all of it but 100. */
export const lambdaReservedConcurrency: RegionLimit = {
  scope: 'region',
  definition: quotaCount({
    id: 'lambda-reserved-concurrency',
    title: 'Lambda reserved concurrency',
    noun: 'concurrent executions',
    scope: 'region',
    set: 'lambda',
  }),
  quota: CONCURRENT_EXECUTIONS,
  actions: [ACCOUNT_SETTINGS, increaseAction(CONCURRENT_EXECUTIONS, 'concurrency quota')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Lower or remove reserved concurrency that functions do not need: aws lambda delete-function-concurrency gives it back.',
      },
      { kind: 'increase' },
    ],
    links: [{ kind: 'quota' }, LAMBDA_FUNCTIONS],
  },
  caveat: 'Provisioned concurrency is not in this figure.',
  // InvalidParameterValueException: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
  whenFull: 'No more concurrency can be reserved, so deployments that reserve some fail.',

  async measure({ aws, accountSettings }, rule) {
    const settings = await accountSettings();
    const measured = await withOperation(ACCOUNT_SETTINGS.action, async (): Promise<Measured> => {
      const all = required(settings.concurrency, 'AccountLimit.ConcurrentExecutions');
      const unreserved = required(
        settings.unreservedConcurrency,
        'AccountLimit.UnreservedConcurrentExecutions',
      );
      const reservable = Math.max(0, all - NEVER_RESERVED);
      return {
        kind: 'measured',
        // The two are read at once, and may be counted at different moments.
        used: quantity('count', Math.max(0, all - unreserved)),
        limit: { known: true, value: quantity('count', reservable), source: 'account' },
        ...(reservable === 0 && {
          remark: `nothing can be reserved while the quota of concurrent executions is ${NEVER_RESERVED} or less`,
        }),
      };
    });
    return withIncrease(aws, measured, CONCURRENT_EXECUTIONS, rule);
  },
};
