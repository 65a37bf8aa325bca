import type { AwsCredentialIdentity, Provider } from '@smithy/types';

import type { Region } from '../../../model/aws-ids.ts';
import type { ClientClass, Connection } from '../../../aws/clients.ts';
import { makeClient } from '../../../aws/clients.ts';
import { Pacer } from '../../../aws/pacing.ts';
import type { Pace } from '../caller.ts';

interface Lane {
  readonly pacer: Pacer;
  readonly clients: object[];
}

/** The clients of one account and Region: one of each service for each pace. */
export class PacedClients {
  readonly #connection: Connection;
  readonly #settings: {
    readonly region: Region;
    readonly credentials: Provider<AwsCredentialIdentity>;
  };
  readonly #lanes = new Map<string, Lane>();

  constructor(
    connection: Connection,
    settings: { readonly region: Region; readonly credentials: Provider<AwsCredentialIdentity> },
  ) {
    this.#connection = connection;
    this.#settings = settings;
  }

  client<Client extends object>(Class: ClientClass<Client>, pace: Pace): Client {
    const { pacer, clients } = this.#lane(pace);
    for (const client of clients) if (client instanceof Class) return client;
    const { region, credentials } = this.#settings;
    const made = makeClient(Class, this.#connection, { region, credentials, pacer });
    clients.push(made);
    return made;
  }

  #lane({ name, perSecond, atOnce }: Pace): Lane {
    const { clock, signal } = this.#connection;
    const found = this.#lanes.get(name);
    if (found !== undefined) return found;
    const lane = { pacer: new Pacer(clock, perSecond, signal, atOnce), clients: [] };
    this.#lanes.set(name, lane);
    return lane;
  }
}
