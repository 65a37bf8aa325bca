import { withOperation, IncompleteAnswer } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import { quantity } from '../../model/units.ts';
import type { DirectLimit, LimitAction, LimitUsage } from '../limit.ts';
import type { QuotaLimitSpec } from '../quota-limit.ts';
import { answeredLimit } from '../quota-limit.ts';
import { sharedAnswer } from '../../aws/once.ts';

const GET_ACCOUNT_SUMMARY = 'iam:GetAccountSummary';

const ACCOUNT_SUMMARY: LimitAction = {
  action: GET_ACCOUNT_SUMMARY,
  reason: 'The numbers of IAM resources and their quotas, from one answer.',
  probe: { ask: ({ aws }) => aws[GET_ACCOUNT_SUMMARY]({}) },
  callsPerRun: () => 1,
};

type SummaryName =
  'Groups' | 'InstanceProfiles' | 'Policies' | 'Roles' | 'ServerCertificates' | 'Users';

const accountSummary = sharedAnswer((aws) =>
  withOperation(GET_ACCOUNT_SUMMARY, async () => {
    const { SummaryMap } = await aws[GET_ACCOUNT_SUMMARY]({});
    return required(SummaryMap, 'SummaryMap');
  }),
);

/**
 * A limit whose usage is the entry `counted` of the IAM account summary and whose quota is its entry
 * `<counted>Quota`.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export function summaryLimit(
  counted: SummaryName,
  spec: Omit<QuotaLimitSpec, 'scope' | 'set' | 'reads'>,
): DirectLimit {
  return answeredLimit({
    ...spec,
    scope: 'account',
    set: 'iam',
    reads: [ACCOUNT_SUMMARY],
    read: async ({ aws }) => {
      const summary = await accountSummary(aws);
      return withOperation(GET_ACCOUNT_SUMMARY, async (): Promise<LimitUsage> => ({
        kind: 'measured',
        used: quantity('count', wholeNumber(summary[counted], counted)),
        limit: {
          known: true,
          value: quantity('count', wholeNumber(summary[`${counted}Quota`], `${counted}Quota`)),
          source: 'account',
        },
      }));
    },
  });
}

function wholeNumber(value: number | undefined, name: string): number {
  const number = required(value, `SummaryMap.${name}`);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new IncompleteAnswer(`SummaryMap.${name} is no whole number`);
}
