import { plain } from '../../text/plain.ts';
import { askPlanFunction, endlessSentence } from './ask-plan-function.ts';
import type { EvidenceSourceAnswer } from './answers.ts';
import { readRenewalAnswer } from './answers.ts';
import { sourcesText } from './evidence-sources.ts';
import type { Session } from './session.ts';

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
  session: Session,
): Promise<Renewed> {
  const { plan, terminal, interruption } = session;
  terminal.err(`Reading evidence again: ${sourcesText(sources)}`);
  let next: object = { renew: planId };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const asked = await askPlanFunction(next, readRenewalAnswer, session, 'to a renewal');
    if (interruption.aborted) return { kind: 'interrupted' };
    if (asked.kind === 'failed') return asked;
    const { answer, payload } = asked;
    switch (answer.state) {
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
    }
  }
  return { kind: 'failed', message: endlessSentence(plan) };
}
