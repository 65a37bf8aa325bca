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

/** What all reads of one account and Region share. */
export interface PruneReads extends EvidenceReads {
  /** For the listing, at the same pace as the calls of Lambda. */
  readonly lambda: LambdaClient;
}

export interface PruneReadsSettings extends Home {
  readonly startedAt: Instant;
  readonly credentials: Provider<AwsCredentialIdentity>;
}

/** Make one for an account and Region: a second would not share the pace. */
export function pruneReads(connection: Connection, settings: PruneReadsSettings): PruneReads {
  const { account, region, startedAt, credentials } = settings;
  const lanes = new Map<string, Lane>();
  const client = <Client extends object>(Class: ClientClass<Client>, pace: Pace): Client => {
    const lane = lanes.get(pace.name) ?? newLane(connection, pace);
    lanes.set(pace.name, lane);
    for (const one of lane.clients) if (one instanceof Class) return one;
    const made = makeClient(Class, connection, { region, credentials, pacer: lane.pacer });
    lane.clients.push(made);
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

interface Lane {
  readonly pacer: Pacer;
  readonly clients: object[];
}

function newLane({ clock, signal }: Connection, { perSecond, atOnce }: Pace): Lane {
  return { pacer: new Pacer(clock, perSecond, signal, atOnce), clients: [] };
}
