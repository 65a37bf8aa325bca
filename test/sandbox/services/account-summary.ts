import type { GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import { operation } from '../service.ts';
import type { AccountWorld } from '../world.ts';

/** The IAM resources that GetAccountSummary counts, each with its quota. Basis: IAM, "IAM and AWS STS quotas". */
const COUNTED: Readonly<Record<string, { readonly quota: string; readonly byDefault: number }>> = {
  Groups: { quota: 'iam/L-F4A5425F', byDefault: 300 },
  InstanceProfiles: { quota: 'iam/L-6E65F664', byDefault: 1_000 },
  Policies: { quota: 'iam/L-E95E4862', byDefault: 1_500 },
  Roles: { quota: 'iam/L-FE177D64', byDefault: 1_000 },
  Users: { quota: 'iam/L-F55AF5E4', byDefault: 5_000 },
};

/** Usage and quotas in one answer; IAM checks `*`. Basis: IAM API reference, GetAccountSummary. */
export const getAccountSummary = operation<object, GetAccountSummaryResponse>({
  needs: () => [{ action: 'iam:GetAccountSummary', resource: '*' }],
  handle: (_, { account }) => ({
    SummaryMap: Object.fromEntries(
      Object.entries(COUNTED).flatMap(([name, { quota, byDefault }]) => [
        [name, countOf(name, account.world) ?? (name === 'Roles' ? account.roles.size : 0)],
        [`${name}Quota`, quotaOf(quota, account.world) ?? byDefault],
      ]),
    ),
  }),
});

function countOf(name: string, { counts }: AccountWorld): number | undefined {
  return counts?.[`iam/${name}`];
}

function quotaOf(name: string, { quotas = {} }: AccountWorld): number | undefined {
  return Object.entries(quotas).find(([key]) => key === name)?.[1] ?? undefined;
}
