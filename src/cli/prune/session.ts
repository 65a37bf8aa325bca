import type { Invocation, InvokeFunction } from '../../aws/invoke-function.ts';
import type { Clock } from '../../model/clock.ts';
import type { Paint } from '../../text/paint.ts';
import { plain } from '../../text/plain.ts';
import { isOfCredentials, noCredentialsSentence } from '../credentials-text.ts';
import type { Terminal } from '../terminal.ts';
import type { Typing } from '../help.ts';

/** A deployed function, and how to reach it. */
export interface Deployed {
  /** As AWS is asked for it. */
  readonly name: string;
  /** By which another one is named. */
  readonly flag: string;
  readonly invoke: InvokeFunction;
}

/** The world around one run of the command. */
export interface Session {
  readonly plan: Deployed;
  readonly prune: Deployed;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly paint: Paint;
  /** Makes commands about the same deployment, as they are to be typed. */
  readonly typed: Typing;
  /** What is shown before the end: results, unless a program reads them. */
  readonly show: (lines: readonly string[]) => void;
  /** Ctrl-C. */
  readonly interruption: AbortSignal;
}

/** Waits, but not beyond Ctrl-C. */
export async function pause({ clock, interruption }: Session, ms: number): Promise<void> {
  try {
    await clock.sleep(ms, interruption);
  } catch (error) {
    if (!interruption.aborted) throw error;
  }
}

/** One sentence for an answer that is none `what`, such as one of another version. */
export function notUnderstoodSentence({ name }: Deployed, what: string): string {
  return `${name} answered what is no answer ${what}; deploy the version that belongs to this one.`;
}

/** One sentence for an invocation that brought no answer, with what to do and what to look for in the log. */
export function noAnswerSentence(
  invocation: Exclude<Invocation, { readonly kind: 'answered' }>,
  { name, flag }: Deployed,
): string {
  if (invocation.kind === 'function-error') {
    const { errorType, errorMessage, requestId } = invocation;
    const what = plain(`${errorType}: ${errorMessage}`);
    return `${name} failed: ${what}; see its log${aboutRequest(requestId)}.`;
  }
  const { failure } = invocation;
  const { errorName, message, requestId } = failure;
  const said = `${plain(errorName)}${aboutRequest(requestId)}`;
  if (invocation.kind === 'not-run' && invocation.callerAccount !== undefined) {
    return `These credentials are for account ${invocation.callerAccount}, and ${name} is not in it; sign in to the tooling account (${said}).`;
  }
  const reason = isOfCredentials(failure) ? 'credentials' : failure.reason;
  switch (reason) {
    case 'credentials':
      return noCredentialsSentence(`to invoke ${name}`, failure);
    case 'denied':
      return `Your credentials may not invoke ${name}; they need lambda:InvokeFunction on it, in the tooling account (${said}).`;
    case 'absent':
      return `There is no function ${name}; deploy it, or name yours with ${flag} (${said}).`;
    case 'throttled':
      return `${name} is busy, since its concurrency is used up; try again in a minute (${said}).`;
    case 'not-enabled':
    case 'conflict':
    case 'unavailable':
    case 'no-answer':
    case 'malformed':
    case 'not-recorded':
    case 'out-of-time':
    case 'unexpected':
      return `${name} could not be reached; check the network and try again (${said}: ${plain(message)}).`;
  }
}

function aboutRequest(requestId: string | undefined): string {
  return requestId === undefined ? '' : `, request ${plain(requestId)}`;
}
