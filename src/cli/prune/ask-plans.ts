import { plain } from '../../text/plain.ts';
import type { Asked } from './ask-plan-function.ts';
import { askPlanFunction, endlessSentence } from './ask-plan-function.ts';
import type { QuestionAnswer, ShownAnswer } from './answers.ts';
import { readQuestionAnswer } from './answers.ts';
import type { Session } from './session.ts';
import { notUnderstoodSentence } from './session.ts';

/** Answers of 2,000 versions each; more of them than any plan has means that it gets nowhere. */
const MOST_ANSWERS = 500;

type ListedAnswer = Extract<QuestionAnswer, { readonly state: 'listed' }>;

/** The newest plans, of one account where one is named. */
export async function askForList(
  account: string | undefined,
  session: Session,
): Promise<Asked<ListedAnswer>> {
  const asked = await ask({ list: true, ...(account !== undefined && { account }) }, session);
  if (asked.kind === 'failed') return asked;
  const { answer, payload } = asked;
  if (answer.state === 'listed') return { kind: 'answered', answer, payload };
  return { kind: 'failed', message: notUnderstoodSentence(session.plan, 'of a plan function') };
}

/** A plan with all versions that the event chooses, answer by answer. */
export async function askForPlan(
  event: { readonly show: string },
  session: Session,
): Promise<Asked<ShownAnswer>> {
  let whole: ShownAnswer | undefined;
  let from = 0;
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    const asked = await ask({ ...event, ...(from > 0 && { from }) }, session);
    if (asked.kind === 'failed') return asked;
    const { answer } = asked;
    if (answer.state === 'listed')
      return { kind: 'failed', message: notUnderstoodSentence(session.plan, 'of a plan function') };
    if (answer.state !== 'shown') {
      const message = `Plan ${plain(event.show)}: ${plain(answer.message)} ${session.typed('prune list')} names the plans there are.`;
      return { kind: 'failed', message };
    }
    const { next, ...others } = answer;
    whole = { ...others, versions: [...(whole?.versions ?? []), ...answer.versions] };
    if (next === undefined) return { kind: 'answered', answer: whole, payload: whole };
    from = next;
  }
  return { kind: 'failed', message: endlessSentence(session.plan) };
}

function ask(event: object, session: Session): Promise<Asked<QuestionAnswer>> {
  return askPlanFunction(event, readQuestionAnswer, session);
}
