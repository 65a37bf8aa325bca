import { AwsCallError, readFailure } from '../aws/failures.ts';
import type { FailureReason } from '../model/failure.ts';
import { plain } from '../text/plain.ts';

/** Returns the text of an unexpected error: what happened, the AWS request id, and what to try. */
export function unforeseenText(error: unknown, version: string): string {
  if (error instanceof AwsCallError || (error instanceof Error && '$metadata' in error)) {
    const failure = readFailure(error, 'AWS');
    const { operation, errorName, message, requestId } = failure;
    const request = requestId === undefined ? '' : ` (AWS request ${plain(requestId)})`;
    return `${plain(operation)}: ${plain(errorName)}: ${withFullStop(plain(message))}${request} ${TRY[failure.reason] ?? reportText(version)}`;
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${withFullStop(plain(what))} ${reportText(version)}`;
}

function withFullStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

const NETWORK = 'Check the network and try again in a minute.';
const TRY: Readonly<Partial<Record<FailureReason, string>>> = {
  credentials: 'Sign in again, such as with aws sso login, and set AWS_PROFILE.',
  denied:
    'Your credentials may not do this; use others, or ask who grants them, with the request id.',
  throttled: 'AWS throttled the requests; try again in a minute.',
  unavailable: NETWORK,
  'no-answer': NETWORK,
  'out-of-time': NETWORK,
};

function reportText(version: string): string {
  return `This error is unexpected. Try again with --debug, which shows the stack trace; if it stays, report that with the version, ${version}.`;
}
