import { plain } from '../../text/plain.ts';
import { askPlanFunction, endlessSentence } from './ask-plan-function.ts';
import type { NotFoundAnswer, PlannedAnswer } from './answers.ts';
import { readPlanAnswer } from './answers.ts';
import { meantText } from './plan-texts.ts';
import type { Session } from './session.ts';

/** Each takes up to a minute; more of them than any account needs means that it gets nowhere. */
const MOST_ROUNDS = 500;

export type PlanMade =
  | { readonly kind: 'planned'; readonly planned: PlannedAnswer; readonly payload: unknown }
  | {
      readonly kind: 'refused';
      readonly refusals: readonly { readonly code: string; readonly sentence: string }[];
      readonly payload: unknown;
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'interrupted' };

/** Invokes the plan function until it has planned. It cannot delete, so Ctrl-C ends it at once. */
export async function makePlan(event: object, session: Session): Promise<PlanMade> {
  const { plan, terminal, interruption } = session;
  let next = event;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const asked = await askPlanFunction(next, readPlanAnswer, session);
    if (interruption.aborted) return { kind: 'interrupted' };
    if (asked.kind === 'failed') return asked;
    const { answer, payload } = asked;
    switch (answer.state) {
      case 'planned':
        return { kind: 'planned', planned: answer, payload };
      case 'no-function':
        return { kind: 'failed', message: answer.functions.map(noFunctionSentence).join(' ') };
      case 'refused':
        return { kind: 'refused', refusals: answer.refusals, payload };
      case 'unfinished':
        terminal.err(`Planning: ${plain(answer.progress)}`);
        next = { continue: answer.continueWith };
    }
  }
  return { kind: 'failed', message: endlessSentence(plan) };
}

export function noFunctionSentence({ asked, meant }: NotFoundAnswer[number]): string {
  return `--function ${plain(asked)}: the account has no function of this name with published versions${meantText(meant)}.`;
}
