import { setMaxListeners } from 'node:events';

import type { Caller } from '../aws/caller.ts';
import { whoAmI } from '../aws/caller.ts';
import type { Connection } from '../aws/clients.ts';
import { AwsCallError } from '../aws/failures.ts';
import { TrafficMeter } from '../aws/clients.ts';
import type { Region } from '../model/aws-ids.ts';
import type { Configuration } from '../model/configuration.ts';
import { MINUTE_MS } from '../model/time.ts';
import { plain } from '../text/plain.ts';
import { deadline } from '../functions/deadline.ts';
import type { CliWorld } from './cli-command.ts';
import { isOfCredentials, noCredentialsSentence } from './credentials-text.ts';

/** To AWS with the caller's own credentials, until Ctrl-C or another signal. */
export function connectionOf(
  { clock, http, chance, credentials, endpoint, interruption }: Omit<CliWorld, 'terminal'>,
  signal: AbortSignal = interruption,
): Connection {
  return {
    clock,
    http,
    chance,
    traffic: new TrafficMeter(),
    signal,
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** @returns the connection of a part of a command, which ends after `minutes`, or with `stop` */
export function timedConnectionOf(
  world: CliWorld,
  minutes: number,
  stop?: AbortSignal,
): { readonly connection: Connection; readonly end: () => void } {
  const { signal: over, cancel } = deadline(world.clock, minutes * MINUTE_MS);
  const signal = stop === undefined ? over : AbortSignal.any([over, stop]);
  // Every request and every wait listens to it: that is no leak.
  setMaxListeners(0, signal);
  return { connection: connectionOf(world, signal), end: cancel };
}

/** Whose the credentials are, or why that is unknown, in a sentence. */
export async function callerOf(connection: Connection, region: Region): Promise<Caller | string> {
  try {
    return await whoAmI(connection, region);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (isOfCredentials(error.failure)) {
      return noCredentialsSentence('to ask AWS whose they are', error.failure, 'sign in');
    }
    const { errorName, message, reason } = error.failure;
    if (reason === 'unavailable' || reason === 'no-answer') {
      return `AWS could not be asked whose these credentials are; check the network and the proxy, and try again (${plain(errorName)}: ${plain(message)}).`;
    }
    return `AWS does not say whose these credentials are; sign in, such as with aws sso login, and set AWS_PROFILE (${plain(errorName)}: ${plain(message)}).`;
  }
}

/** Why these credentials are not those of the tooling account, in a sentence; undefined where they are. */
export async function otherAccountSentence(
  connection: Connection,
  { account, region }: Configuration['tooling'],
  what: string,
): Promise<string | undefined> {
  const caller = await callerOf(connection, region);
  if (typeof caller === 'string') return caller;
  if (caller.account === account) return undefined;
  return `These credentials are for account ${caller.account}, and ${what} are in ${account}; sign in to the tooling account.`;
}
