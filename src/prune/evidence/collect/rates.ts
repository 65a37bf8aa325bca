import { LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { ClientClass, Connection } from '../../../aws/clients.ts';
import { makeClient } from '../../../aws/clients.ts';
import { Pacer } from '../../../aws/pacing.ts';
import type { Instant } from '../../../model/time.ts';
import type { EvidenceReads, Pace } from '../caller.ts';
import { LAMBDA_PACE } from '../caller.ts';
import { grantOf } from '../callers.ts';
import type { Home } from '../function-reference.ts';
import { callsBy } from './requests.ts';

/** The reads of one account and Region, which share their rate limits. */
export interface PruneReads extends EvidenceReads {
  /** The client for the listing, which shares the rate limit of the other Lambda calls. */
  readonly lambda: LambdaClient;
}

export interface PruneReadsSettings extends Home {
  readonly startedAt: Instant;
  readonly credentials: Provider<AwsCredentialIdentity>;
}

/** Returns the reads of an account and Region. Create one only: a second one would not share the rate limits. */
export function pruneReads(connection: Connection, settings: PruneReadsSettings): PruneReads {
  const { account, region, startedAt, credentials } = settings;
  const byPace = new Map<string, PacedClients>();
  const client = <Client extends object>(Class: ClientClass<Client>, pace: Pace): Client => {
    const paced = byPace.get(pace.name) ?? {
      pacer: new Pacer(connection.clock, pace.perSecond, connection.signal, pace.atOnce),
      clients: [],
    };
    byPace.set(pace.name, paced);
    for (const one of paced.clients) if (one instanceof Class) return one;
    const made = makeClient(Class, connection, { region, credentials, pacer: paced.pacer });
    paced.clients.push(made);
    return made;
  };
  return {
    account,
    region,
    startedAt,
    call: callsBy((action) => (Class) => client(Class, grantOf(action).pace)),
    lambda: client(LambdaClient, LAMBDA_PACE),
  };
}

interface PacedClients {
  readonly pacer: Pacer;
  readonly clients: object[];
}
