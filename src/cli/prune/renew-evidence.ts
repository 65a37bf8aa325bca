import { plain } from '../../text/plain.ts';
import type { EvidenceSourceAnswer } from './answers.ts';
import { readRenewalAnswer } from './answers.ts';
import { sourcesText } from './evidence-sources.ts';
import type { Session } from './session.ts';
import { noAnswerSentence } from './session.ts';

/** Each takes up to a minute, and no source is read for longer than it may be old. */
const MOST_ROUNDS = 60;

export type Renewed =
  | { readonly kind: 'renewed' }
  | {
      readonly kind: 'refused';
      readonly refusals: readonly { readonly code: string; readonly sentence: string }[];
      readonly payload: unknown;
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'interrupted' };

/**
 * Has the plan function read again what a plan rests on and is soon too old to delete by. It cannot
 * delete, so Ctrl-C ends it at once.
 */
export async function renewEvidence(
  planId: string,
  sources: readonly EvidenceSourceAnswer[],
  { plan, terminal, interruption }: Session,
): Promise<Renewed> {
  terminal.err(`Reading evidence again: ${sourcesText(sources)}`);
  let next: object = { renew: planId };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const invocation = await plan.invoke(next, interruption);
    if (interruption.aborted) return { kind: 'interrupted' };
    if (invocation.kind !== 'answered') {
      return { kind: 'failed', message: noAnswerSentence(invocation, plan) };
    }
    const { payload } = invocation;
    const answer = readRenewalAnswer(payload);
    switch (answer?.state) {
      case 'renewed':
        if (answer.kept > 0)
          terminal.err(`${answer.kept} more versions are kept by what was found`);
        return { kind: 'renewed' };
      case 'refused':
        return { kind: 'refused', refusals: answer.refusals, payload };
      case 'unfinished':
        terminal.err(`Reading evidence again: ${plain(answer.progress)}`);
        next = { continue: answer.continueWith };
        break;
      case 'no-plan':
        return { kind: 'failed', message: `Plan ${plain(planId)}: ${plain(answer.message)}` };
      case undefined:
        return {
          kind: 'failed',
          message: `${plan.name} answered what is no answer to a renewal; deploy the version that belongs to this one.`,
        };
    }
  }
  return { kind: 'failed', message: `${plan.name} does not come to an end; see its log.` };
}
