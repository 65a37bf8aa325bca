import { tryRead } from '../../documents/codec.ts';
import { plain } from '../../text/plain.ts';
import type { CliOutcome } from '../cli-command.ts';
import type { KeepAnswer, ProgressReply } from './answers.ts';
import { pruneAnswer } from './answers.ts';
import type { ShowProgress } from './ask-status.ts';
import { awaitLostInvocation, progressView, statusIfKnown, showUntilEnd } from './ask-status.ts';
import type { Gap } from './gaps.ts';
import { declinedOutcome, endedOutcome, pruneOutcome, refusedOutcome } from './outcome-text.ts';
import { renewEvidence } from './plan-function.ts';
import type { ApplyOptions } from './request.ts';
import { resumeCommand } from './request.ts';
import type { Session } from './session.ts';
import { noAnswerSentence, notUnderstoodSentence, pause } from './session.ts';
import { resultLines } from './text.ts';

/** Time before a throttled invocation is repeated. A throttled invocation did not run. */
const THROTTLED_WAIT_MS = 5_000;
const MOST_THROTTLED = 12;
/** After this many consecutive lost connections the command fails. */
const MOST_LOST = 5;
/** After this many consecutive invocations without progress the command ends. */
const MOST_IDLE = 5;

export interface ShownPlan {
  readonly planId: string;
  readonly accountName: string;
  /** Why the plan is incomplete. */
  readonly gaps: readonly Gap[];
  /** Set when `--keep` asks to keep fewer of the newest versions than the configuration demands. */
  readonly keepNewest: KeepAnswer | undefined;
  /** The answer of the plan function; undefined for a stored plan. */
  readonly plan: unknown;
}

export async function confirmAndApply(
  shown: ShownPlan,
  options: ApplyOptions,
  session: Session,
): Promise<CliOutcome> {
  const { planId, accountName: name, plan } = shown;
  const { terminal, interruption } = session;
  const confirm =
    options.confirm ??
    (await terminal.ask?.(
      `${fewerWarning(shown)}Deleted versions cannot be restored. Type ${plain(name)} to continue: `,
    ));
  if (interruption.aborted)
    return pruneOutcome('interrupted', ['Stopped. Nothing was deleted.'], { plan });
  if (confirm?.trim() !== name) return declinedOutcome(name, { plan });
  const { requestedBy } = options;
  const request = { planId, confirm: name, ...(requestedBy !== undefined && { requestedBy }) };
  const applied = await applyPlan(request, session, progressView(terminal));
  return outcomeOf(applied, shown, options, session);
}

function fewerWarning({ keepNewest }: ShownPlan): string {
  if (keepNewest === undefined || keepNewest.applied >= keepNewest.configured) return '';
  const { applied, configured } = keepNewest;
  return `Only the newest ${applied} of each function are kept; the configuration says ${configured}. `;
}

function outcomeOf(
  applied: ApplyResult,
  { planId, gaps, plan }: ShownPlan,
  options: ApplyOptions,
  session: Session,
): CliOutcome {
  const { paint, terminal } = session;
  switch (applied.kind) {
    case 'ended':
      return endedOutcome(
        applied,
        gaps,
        plan,
        resultLines(applied.progress, paint, terminal.resultColumns),
      );
    case 'refused':
      return refusedOutcome(applied.refusals, { plan, result: applied.payload });
    case 'failed':
    case 'interrupted': {
      const { last } = applied;
      const why = applied.kind === 'failed' ? applied.message : 'Stopped.';
      const lines =
        last === undefined ? [] : resultLines(last.progress, paint, terminal.resultColumns);
      const goOn = `Go on with: ${resumeCommand('apply', planId, options, session)}`;
      return pruneOutcome(applied.kind, [why, goOn], { plan, result: last?.payload, gaps }, lines);
    }
  }
}

type ApplyResult = Awaited<ReturnType<typeof applyPlan>>;

/** Invokes the prune function until nothing remains. Invocations never overlap, even after a lost connection. */
async function applyPlan(
  request: { readonly planId: string; readonly confirm: string; readonly requestedBy?: string },
  session: Session,
  show: ShowProgress,
) {
  const { prune, clock, terminal, interruption } = session;
  const { planId } = request;
  let last: ProgressReply | undefined;
  let throttled = 0;
  let lost = 0;
  let idle = 0;
  const failed = (message: string) => ({ kind: 'failed', message, last }) as const;
  const record = (reply: ProgressReply): void => {
    const isIdle = last?.progress.counts.notAttempted === reply.progress.counts.notAttempted;
    const { state } = reply.progress;
    idle = isIdle && (state === 'goes-on' || state === 'needs-evidence') ? idle + 1 : 0;
    last = reply;
    show(reply.progress);
  };

  while (!interruption.aborted) {
    const startedAt = clock.now();
    const invocation = await showUntilEnd(planId, session, show, prune.invoke(request));
    if (invocation.kind === 'answered') {
      lost = 0;
      throttled = 0;
      const { payload } = invocation;
      const answer = tryRead(pruneAnswer, payload);
      if (answer === undefined) {
        return failed(notUnderstoodSentence(prune, 'of a prune function'));
      }
      switch (answer.state) {
        case 'no-plan':
        case 'unreadable':
          return failed(`Plan ${plain(planId)}: ${plain(answer.message)} Make a new one.`);
        case 'refused':
          return { kind: 'refused', refusals: answer.refusals, payload } as const;
        case 'finished':
        case 'stopped':
          show(answer);
          return { kind: 'ended', progress: answer, payload } as const;
        case 'busy': {
          record({ progress: answer, payload });
          const seconds = answer.retryAfterSeconds ?? 10;
          terminal.err(`Another run prunes this account; trying again in ${seconds} s`);
          await pause(session, seconds * 1000);
          break;
        }
        case 'goes-on':
        case 'needs-evidence':
        case 'not-begun': {
          record({ progress: answer, payload });
          const { renewEvidence: sources = [] } = answer;
          // The evidence named here gets too old again before the function can use it, so renewing does not help.
          if (idle >= MOST_IDLE && sources.length > 0) {
            return { kind: 'ended', progress: answer, payload } as const;
          }
          if (idle >= MOST_IDLE) return failed(`${prune.name} makes no progress; see its log.`);
          if (sources.length === 0) break;
          const renewed = await renewEvidence(planId, sources, session);
          if (renewed.kind === 'refused') return renewed;
          if (renewed.kind === 'failed') return failed(renewed.message);
        }
      }
    } else if (invocation.kind === 'lost') {
      lost += 1;
      if (lost >= MOST_LOST) return failed(noAnswerSentence(invocation, prune));
      terminal.err('The connection was lost; asking how far the deletion is');
      const reply = await awaitLostInvocation(planId, startedAt, session, show);
      if (reply !== undefined) record(reply);
      if (reply?.progress.state === 'finished') return { ...reply, kind: 'ended' } as const;
      if (reply === undefined && !interruption.aborted)
        return failed(noAnswerSentence(invocation, prune));
    } else if (invocation.kind === 'not-run' && invocation.failure.reason === 'throttled') {
      throttled += 1;
      if (throttled >= MOST_THROTTLED) return failed(noAnswerSentence(invocation, prune));
      await pause(session, THROTTLED_WAIT_MS);
    } else {
      const reply = await statusIfKnown(planId, session);
      if (reply !== undefined) record(reply);
      return failed(noAnswerSentence(invocation, prune));
    }
  }
  return { kind: 'interrupted', last } as const;
}
