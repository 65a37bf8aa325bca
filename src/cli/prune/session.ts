import type { Invocation, InvokeFunction } from '../../aws/invoke-function.ts';
import type { Clock } from '../../model/clock.ts';
import type { Paint } from '../../text/paint.ts';
import { plain } from '../../text/plain.ts';
import { isSignInFailure, noCredentialsSentence } from '../own-credentials.ts';
import type { CliWorld, Terminal } from '../cli-command.ts';
import { deployedFunction } from '../deployed.ts';
import type { DeploymentRef } from '../read-deployment.ts';
import { commandWriterFor } from '../read-deployment.ts';
import type { WriteCommand } from '../help.ts';
import { fittedLines } from './fitted-lines.ts';
import type { ApplyOptions } from './request.ts';

/** How long an answer is awaited. The functions end within a minute, so no answer comes later. */
const ANSWER_TIMEOUT_MS = 120_000;
/** How often an invocation of the plan function is tried. This function cannot delete, so a repetition does no harm. */
const PLAN_ATTEMPTS = 3;

export interface DeployedFunction {
  /** The name of the function with account and Region, for messages. */
  readonly name: string;
  /** The flag with which a user names another function. */
  readonly flag: string;
  readonly invoke: InvokeFunction;
}

export interface Session {
  readonly plan: DeployedFunction;
  readonly prune: DeployedFunction;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly paint: Paint;
  /** Returns a command line for the same deployment, for messages. */
  readonly typed: WriteCommand;
  /** Shows intermediate results on standard output, or with `--json` on standard error. */
  readonly show: (lines: readonly string[]) => void;
  readonly interruption: AbortSignal;
}

export function openSession(
  options: Partial<ApplyOptions>,
  deployed: DeploymentRef,
  world: CliWorld,
): Session {
  const { terminal, clock, interruption, paint } = world;
  const answerTimeoutMs = ANSWER_TIMEOUT_MS;
  return {
    plan: deployedFunction('plan', options.planFunction, deployed, world, {
      attempts: PLAN_ATTEMPTS,
      answerTimeoutMs,
    }),
    // With a retry, two invocations could delete at the same time.
    prune: deployedFunction('prune', options.pruneFunction, deployed, world, {
      attempts: 1,
      answerTimeoutMs,
    }),
    clock,
    terminal,
    paint,
    typed: commandWriterFor(options, world),
    interruption,
    // With --json, standard output has only the JSON document.
    show: (lines) =>
      fittedLines(lines, terminal.resultColumns).forEach(
        options.json === true ? terminal.err : terminal.out,
      ),
  };
}

/** Waits `ms` milliseconds, or until Ctrl-C. */
export async function pause({ clock, interruption }: Session, ms: number): Promise<void> {
  try {
    await clock.sleep(ms, interruption);
  } catch (error) {
    if (!interruption.aborted) throw error;
  }
}

export function notUnderstoodSentence({ name }: DeployedFunction, what: string): string {
  return `The answer of ${name} is not that ${what}; deploy the version that matches this command.`;
}

/** Returns a sentence about why a function did not answer, and what to do. */
export function noAnswerSentence(
  invocation: Exclude<Invocation, { readonly kind: 'answered' }>,
  { name, flag }: DeployedFunction,
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
  const reason = isSignInFailure(failure) ? 'credentials' : failure.reason;
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
