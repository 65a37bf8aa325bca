import type { ReadFailure } from '../model/failure.ts';
import { plain } from '../text/plain.ts';

/** Of a credential_process: Node.js puts the whole command line in its message, with what may be secret in it. */
const COMMAND_LINE = /^Command failed: /;

/** Whether AWS, or the SDK before it, accepts no credentials here. */
export function isOfCredentials({ reason, errorName }: Pick<ReadFailure, 'reason' | 'errorName'>) {
  return reason === 'credentials' || errorName.endsWith('ProviderError');
}

/**
 * Why credentials were not accepted: the first sentence of what the SDK or AWS says, without a full stop.
 * What follows in it repeats the request, or says what the caller of this says.
 */
export function credentialsReason({ errorName, message }: ReadFailure): string {
  if (COMMAND_LINE.test(message)) return 'the credential_process of the profile failed';
  const [first = ''] = plain(message).split(/(?<=[.!])\s+(?=[A-Z])/);
  const sentence = first.replace(/[.!]$/, '');
  return sentence === '' ? plain(errorName) : sentence;
}

/** A sentence: why, and how to sign in. `purpose` is such as "to invoke limits-watchdog-watch". The SDK names no profile that is not there. */
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
