import type { GetAccountSettingsResponse } from '@aws-sdk/client-lambda';

import type { Bytes } from '../model/units.ts';
import { bytes } from '../model/units.ts';
import { withOperation, IncompleteAnswer } from '../aws/failures.ts';
import type { LimitAction } from './limit.ts';

const GET_ACCOUNT_SETTINGS = 'lambda:GetAccountSettings';

export const NO_LIMIT = 'the answer holds no AccountLimit.TotalCodeSize';

/** Code storage and concurrency of an account in one Region. A field is `undefined` when AWS did not return it. */
export interface AccountSettings {
  readonly codeStorageUsed: Bytes;
  readonly codeStorageLimit: Bytes | undefined;
  readonly functionCount: number | undefined;
  /** The quota of concurrent executions. */
  readonly concurrency: number | undefined;
  /** The concurrent executions that no function has reserved. */
  readonly unreservedConcurrency: number | undefined;
}

export const ACCOUNT_SETTINGS: LimitAction = {
  action: GET_ACCOUNT_SETTINGS,
  reason: 'Code storage, used and allowed, from one answer.',
  probe: {
    ask: async ({ aws }) => {
      const settings = await readAccountSettings(() => aws[GET_ACCOUNT_SETTINGS]({}));
      if (settings.codeStorageLimit === undefined) throw new IncompleteAnswer(NO_LIMIT);
    },
  },
  callsPerRun: () => 1,
};

/**
 * The code storage and concurrency of the account, from the answer of GetAccountSettings.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
 * @throws AwsCallError when the settings cannot be read or have no used code storage.
 */
export function readAccountSettings(
  ask: () => Promise<GetAccountSettingsResponse>,
): Promise<AccountSettings> {
  return withOperation(GET_ACCOUNT_SETTINGS, async () => {
    const { AccountUsage: usage, AccountLimit: limit } = await ask();
    const used = wholeNumber(usage?.TotalCodeSize);
    if (used === undefined) {
      throw new IncompleteAnswer('the answer holds no AccountUsage.TotalCodeSize');
    }
    const limitBytes = wholeNumber(limit?.TotalCodeSize);
    return {
      codeStorageUsed: bytes(used),
      // Lambda has no limit of 0 bytes, so 0 means that the limit is missing.
      codeStorageLimit:
        limitBytes === undefined || limitBytes === 0 ? undefined : bytes(limitBytes),
      functionCount: wholeNumber(usage?.FunctionCount),
      concurrency: wholeNumber(limit?.ConcurrentExecutions),
      unreservedConcurrency: wholeNumber(limit?.UnreservedConcurrentExecutions),
    };
  });
}

function wholeNumber(value: number | undefined): number | undefined {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
