import { setMaxListeners } from 'node:events';

import type { Caller } from '../aws/caller.ts';
import { readCaller } from '../aws/caller.ts';
import type { Connection } from '../aws/clients.ts';
import { catchFailure } from '../aws/failures.ts';
import { TrafficMeter } from '../aws/clients.ts';
import type { Region } from '../model/aws-ids.ts';
import type { Configuration } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import { MINUTE_MS } from '../model/time.ts';
import { plain } from '../text/plain.ts';
import { deadline } from '../functions/deadline.ts';
import type { CliWorld } from './cli-command.ts';

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

/** Returns a connection that is aborted after `minutes`, or when `stop` is aborted. `end` stops the timer. */
export function timedConnectionOf(
  world: CliWorld,
  minutes: number,
  stop?: AbortSignal,
): { readonly connection: Connection; readonly end: () => void } {
  const { signal: timedOut, cancel } = deadline(world.clock, minutes * MINUTE_MS);
  const signal = stop === undefined ? timedOut : AbortSignal.any([timedOut, stop]);
  // Every request and wait adds a listener; Node warns about more than 10 unless the maximum is lifted.
  setMaxListeners(0, signal);
  return { connection: connectionOf(world, signal), end: cancel };
}

export function callerOf(connection: Connection, region: Region): Promise<Caller | string> {
  return catchFailure<Caller | string>(
    () => readCaller(connection, region),
    (failure) => {
      if (isSignInFailure(failure)) {
        return noCredentialsSentence('to ask AWS whose they are', failure, 'sign in');
      }
      const { errorName, message, reason } = failure;
      if (reason === 'unavailable' || reason === 'no-answer') {
        return `AWS could not be reached to identify these credentials; check the network and the proxy, and try again (${plain(errorName)}: ${plain(message)}).`;
      }
      return `AWS does not identify these credentials; sign in, such as with aws sso login, and set AWS_PROFILE (${plain(errorName)}: ${plain(message)}).`;
    },
  );
}

/** Returns a sentence if the credentials are invalid or not for the tooling account; otherwise undefined. */
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

/** Matches the message of a failed credential_process: it has the command line, perhaps with secrets, so is not shown. */
const COMMAND_LINE = /^Command failed: /;

export function isSignInFailure({ reason, errorName }: Pick<ReadFailure, 'reason' | 'errorName'>) {
  return reason === 'credentials' || errorName.endsWith('ProviderError');
}

/** Returns the first sentence of an error message, as the rest repeats the request; the error's name if there is none. */
export function credentialsReason({ errorName, message }: ReadFailure): string {
  if (COMMAND_LINE.test(message)) return 'the credential_process of the profile failed';
  const [first = ''] = plain(message).split(/(?<=[.!])\s+(?=[A-Z])/);
  const sentence = first.replace(/[.!]$/, '');
  return sentence === '' ? plain(errorName) : sentence;
}

/** Returns why there are no valid credentials, and how to sign in. @param purpose "to invoke limits-watchdog-watch" */
export function noCredentialsSentence(
  purpose: string,
  failure: ReadFailure,
  signIn = 'sign in to the tooling account',
  profile = process.env['AWS_PROFILE'],
): string {
  const whose = profile === undefined ? '' : ` in the profile ${plain(profile)}`;
  const { errorName, requestId } = failure;
  const request = requestId === undefined ? '' : `, request ${plain(requestId)}`;
  return `No valid AWS credentials${whose} ${purpose}: ${credentialsReason(failure)} (${plain(errorName)}${request}); ${signIn}, such as with aws sso login, and set AWS_PROFILE.`;
}
