import type { GetAccountSettingsRequest, GetAccountSettingsResponse } from '@aws-sdk/client-lambda';
import { operation } from '../../service.ts';

const MEBIBYTE = 1024 * 1024;
/** Default concurrency of an account. Basis: AWS Lambda, "Lambda quotas". */
const CONCURRENT_EXECUTIONS = 1000;

/** Usage and limit of code storage, in bytes. IAM: only on `*`. */
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
        TotalCodeSize: lambda.usageSaidAt(now),
        FunctionCount: lambda.functions.length,
      },
    };
  },
});
