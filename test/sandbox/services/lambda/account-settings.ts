import type { GetAccountSettingsRequest, GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import { operation } from '../../service.ts';

const MEBIBYTE = 1024 * 1024;
/** An account's default concurrency. Basis: AWS Lambda, "Lambda quotas". */
const CONCURRENT_EXECUTIONS = 1000;

/** Usage and quota of the code storage, in bytes. IAM checks `*` only. */
export const getAccountSettings = operation<GetAccountSettingsRequest, GetAccountSettingsResponse>({
  needs: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
  handle(_, { account, region, now }) {
    const lambda = account.lambda(region);
    const { limit, reserved } = lambda.world.concurrency ?? {
      limit: CONCURRENT_EXECUTIONS,
      reserved: 0,
    };
    return {
      AccountLimit: {
        TotalCodeSize: lambda.codeStorageLimitBytes,
        CodeSizeUnzipped: 250 * MEBIBYTE,
        CodeSizeZipped: 50 * MEBIBYTE,
        ConcurrentExecutions: limit,
        UnreservedConcurrentExecutions: limit - reserved,
      },
      AccountUsage: {
        TotalCodeSize: lambda.reportedUsage(now),
        FunctionCount: lambda.functions.length,
      },
    };
  },
});
