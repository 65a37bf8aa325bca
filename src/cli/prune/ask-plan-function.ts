import type { Deployed, Session } from './session.ts';
import { noAnswerSentence, notUnderstoodSentence } from './session.ts';

export type Asked<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer; readonly payload: unknown }
  /** A sentence for a person. */
  | { readonly kind: 'failed'; readonly message: string };

/** Invokes the plan function once, and reads its answer with `read`; `what` says what it should be. */
export async function askPlanFunction<Answer>(
  event: object,
  read: (payload: unknown) => Answer | undefined,
  { plan, interruption }: Session,
  what = 'of a plan function',
): Promise<Asked<Answer>> {
  const invocation = await plan.invoke(event, interruption);
  if (invocation.kind !== 'answered')
    return { kind: 'failed', message: noAnswerSentence(invocation, plan) };
  const { payload } = invocation;
  const answer = read(payload);
  return answer === undefined
    ? { kind: 'failed', message: notUnderstoodSentence(plan, what) }
    : { kind: 'answered', answer, payload };
}

/** For a function that answers and answers, and gets nowhere. */
export function endlessSentence({ name }: Deployed): string {
  return `${name} does not come to an end; see its log.`;
}
