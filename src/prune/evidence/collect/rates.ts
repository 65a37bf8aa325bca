import { LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { Connection } from '../../../aws/clients.ts';
import type { Instant } from '../../../model/time.ts';
import type { EvidenceReads } from '../caller.ts';
import { LAMBDA_PACE } from '../caller.ts';
import { grantOf } from '../callers.ts';
import type { Home } from '../function-reference.ts';
import { PacedClients } from './paced-clients.ts';
import { callsBy } from './requests.ts';

/** What all reads of one account and Region share. */
export interface PruneReads extends EvidenceReads {
  /** For the listing, at the same pace as the calls of Lambda. */
  readonly lambda: LambdaClient;
}

export interface PruneReadsSettings extends Home {
  readonly startedAt: Instant;
  readonly credentials: Provider<AwsCredentialIdentity>;
}

/** Made once for an account and Region: a second set would not know of the first one's pace. */
export function pruneReads(connection: Connection, settings: PruneReadsSettings): PruneReads {
  const { account, region, startedAt, credentials } = settings;
  const paced = new PacedClients(connection, { region, credentials });
  return {
    account,
    region,
    startedAt,
    call: callsBy((action) => (Class) => paced.client(Class, grantOf(action).pace)),
    lambda: paced.client(LambdaClient, LAMBDA_PACE),
  };
}
