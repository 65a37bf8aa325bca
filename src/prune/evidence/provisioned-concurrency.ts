import { listAll, required } from '../../aws/pages.ts';
import { ownReference, useOf } from './function-reference.ts';
import { readEvidence } from './collect/read.ts';
import type { FunctionCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { LAMBDA_PACE, NO_SUCH_RESOURCE } from './caller.ts';

const LIST_PROVISIONED = 'lambda:ListProvisionedConcurrencyConfigs';

/** The check for versions with provisioned concurrency, in any status. https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html */
export const provisionedConcurrency: FunctionCaller<
  'provisioned-concurrency',
  typeof LIST_PROVISIONED
> = {
  check: 'provisioned-concurrency',
  label: 'provisioned concurrency',
  sentence: 'has provisioned concurrency',
  whenApplying: 'read-again',
  grants: {
    [LIST_PROVISIONED]: {
      reason: 'Versions with provisioned concurrency are in use.',
      pace: LAMBDA_PACE,
      probe: ({ call }) => call(LIST_PROVISIONED, { FunctionName: UNUSED_NAME }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
  kind: 'function',

  read(reads, functionName) {
    const scope = { kind: 'function', region: reads.region, functionName } as const;
    return readEvidence('provisioned-concurrency', scope, LIST_PROVISIONED, () =>
      listAll(
        LIST_PROVISIONED,
        (Marker) => reads.call(LIST_PROVISIONED, { FunctionName: functionName, Marker }),
        ({ NextMarker }) => NextMarker,
        ({ ProvisionedConcurrencyConfigs: configs }) =>
          required(configs, 'ProvisionedConcurrencyConfigs').flatMap(({ FunctionArn }) =>
            useOf(ownReference(FunctionArn, reads), FunctionArn ?? ''),
          ),
      ),
    );
  },
};
