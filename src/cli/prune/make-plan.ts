import { plain } from '../../text/plain.ts';
import type { NotFoundAnswer, PlannedAnswer } from './answers.ts';
import { readPlanAnswer } from './answers.ts';
import { meantText } from './plan-texts.ts';
import type { Session } from './session.ts';
import { noAnswerSentence } from './session.ts';

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
    const invocation = await plan.invoke(next, interruption);
    if (interruption.aborted) return { kind: 'interrupted' };
    if (invocation.kind !== 'answered')
      return { kind: 'failed', message: noAnswerSentence(invocation, plan) };
    const { payload } = invocation;
    const answer = readPlanAnswer(payload);
    if (answer === undefined) {
      return {
        kind: 'failed',
        message: `${plan.name} answered what is no answer of a plan function; deploy the version that belongs to this one.`,
      };
    }
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
  return { kind: 'failed', message: `${plan.name} does not come to an end; see its log.` };
}

function noFunctionSentence({ asked, meant }: NotFoundAnswer[number]): string {
  return `--function ${plain(asked)}: the account has no function of this name with published versions${meantText(meant)}.`;
}
