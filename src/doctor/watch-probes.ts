import {
  GetFunctionCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';

import { GET_ACCOUNT_SETTINGS, readAccountSettings } from '../limits/account-settings.ts';
import type { ClientClass } from '../aws/clients.ts';
import { IncompleteAnswer } from '../aws/failures.ts';
import { GENERAL_PURPOSE_BUCKETS } from '../limits/s3-buckets.ts';
import { LIST_ALIASES } from '../limits/list-aliases.ts';
import { LIST_ALL_MY_BUCKETS } from '../limits/list-buckets.ts';
import { LIST_FUNCTIONS } from '../limits/list-functions.ts';
import { LIST_QUOTA_REQUESTS } from '../limits/quota-increase.ts';
import { GET_DEFAULT_QUOTA, GET_SERVICE_QUOTA } from '../limits/service-quota.ts';
import { GET_FUNCTION } from '../limits/storage-mode.ts';
import type { Probes } from './attempt.ts';
import { NOBODYS_NAME } from '../prune/evidence/caller.ts';

/** One account and Region as a watch run reads it. */
export interface WatchReads {
  readonly client: <Client>(Class: ClientClass<Client>) => Client;
}

const NO_SUCH_FUNCTION = ['ResourceNotFoundException'];

/**
 * Each action of the catalogue of limits, tried with one request. Where an action is about a function,
 * it is asked about one that does not exist: Lambda then answers 404, or 403 without the permission,
 * and nobody's environment variables are read. Quotas must be readable, not just be answered.
 */
export const WATCH_PROBES: Probes<WatchReads> = {
  [GET_ACCOUNT_SETTINGS]: {
    ask: async ({ client }) => {
      const { codeStorageLimit } = await readAccountSettings(client(LambdaClient));
      if (codeStorageLimit === undefined) {
        throw new IncompleteAnswer('the answer holds no AccountLimit.TotalCodeSize');
      }
    },
  },
  [LIST_FUNCTIONS]: {
    ask: ({ client }) => client(LambdaClient).send(new ListFunctionsCommand({ MaxItems: 1 })),
  },
  [LIST_ALIASES]: {
    ask: ({ client }) =>
      client(LambdaClient).send(new ListAliasesCommand({ FunctionName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [GET_FUNCTION]: {
    ask: ({ client }) =>
      client(LambdaClient).send(new GetFunctionCommand({ FunctionName: NOBODYS_NAME })),
    grantedBy: NO_SUCH_FUNCTION,
  },
  [LIST_ALL_MY_BUCKETS]: {
    ask: ({ client }) => client(S3Client).send(new ListBucketsCommand({ MaxBuckets: 1 })),
  },
  [GET_SERVICE_QUOTA]: {
    ask: async ({ client }) =>
      mustHoldValue(
        await client(ServiceQuotasClient).send(new GetServiceQuotaCommand(GENERAL_PURPOSE_BUCKETS)),
      ),
    // No value was ever applied to the account: AWS's default counts.
    grantedBy: ['NoSuchResourceException'],
  },
  [GET_DEFAULT_QUOTA]: {
    ask: async ({ client }) =>
      mustHoldValue(
        await client(ServiceQuotasClient).send(
          new GetAWSDefaultServiceQuotaCommand(GENERAL_PURPOSE_BUCKETS),
        ),
      ),
  },
  [LIST_QUOTA_REQUESTS]: {
    ask: ({ client }) =>
      client(ServiceQuotasClient).send(
        new ListRequestedServiceQuotaChangeHistoryByQuotaCommand({
          ...GENERAL_PURPOSE_BUCKETS,
          MaxResults: 1,
        }),
      ),
    grantedBy: ['NoSuchResourceException'],
  },
};

function mustHoldValue({ Quota }: { readonly Quota?: ServiceQuota | undefined }): void {
  if (Quota?.Value === undefined) throw new IncompleteAnswer('the answer holds no Quota.Value');
}
