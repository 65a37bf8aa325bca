import { withOperation, IncompleteAnswer } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';
import type { AwsOperations } from '../../aws/operations.ts';
import { quantity } from '../../model/units.ts';
import type { LimitAction, Measured } from '../limit.ts';
import { sharedAnswer } from '../shared-answer.ts';

const GET_ACCOUNT_SUMMARY = 'iam:GetAccountSummary';

/** What IAM counts, each with its quota, in one answer. */
export const ACCOUNT_SUMMARY: LimitAction = {
  action: GET_ACCOUNT_SUMMARY,
  reason: 'The numbers of IAM resources and their quotas, from one answer.',
  probe: { ask: ({ aws }) => aws[GET_ACCOUNT_SUMMARY]({}) },
  callsPerRun: () => 1,
};

type Counted =
  'Groups' | 'InstanceProfiles' | 'Policies' | 'Roles' | 'ServerCertificates' | 'Users';

const accountSummary = sharedAnswer((aws) =>
  withOperation(GET_ACCOUNT_SUMMARY, async () => {
    const { SummaryMap } = await aws[GET_ACCOUNT_SUMMARY]({});
    return required(SummaryMap, 'SummaryMap');
  }),
);

/**
 * Usage and quota of what IAM counts.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 * @throws AwsCallError when it cannot be read or lacks either.
 */
export async function measureSummary(aws: AwsOperations, counted: Counted): Promise<Measured> {
  const summary = await accountSummary(aws);
  return withOperation(GET_ACCOUNT_SUMMARY, async () => ({
    kind: 'measured',
    used: quantity('count', wholeNumber(summary[counted], counted)),
    limit: {
      known: true,
      value: quantity('count', wholeNumber(summary[`${counted}Quota`], `${counted}Quota`)),
      source: 'account',
    },
  }));
}

function wholeNumber(value: number | undefined, name: string): number {
  const number = required(value, `SummaryMap.${name}`);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new IncompleteAnswer(`SummaryMap.${name} is no whole number`);
}
