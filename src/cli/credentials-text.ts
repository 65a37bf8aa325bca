import type { ReadFailure } from '../model/failure.ts';
import { plain } from '../text/plain.ts';

/** Of a credential_process: Node.js puts its whole command line, possibly with secrets, in the message. */
const COMMAND_LINE = /^Command failed: /;

export function isOfCredentials({ reason, errorName }: Pick<ReadFailure, 'reason' | 'errorName'>) {
  return reason === 'credentials' || errorName.endsWith('ProviderError');
}

/** The first sentence of AWS or the SDK, without a full stop; the rest repeats the request. */
export function credentialsReason({ errorName, message }: ReadFailure): string {
  if (COMMAND_LINE.test(message)) return 'the credential_process of the profile failed';
  const [first = ''] = plain(message).split(/(?<=[.!])\s+(?=[A-Z])/);
  const sentence = first.replace(/[.!]$/, '');
  return sentence === '' ? plain(errorName) : sentence;
}

/** Why, and how to sign in. `purpose` is such as "to invoke limits-watchdog-watch". */
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
