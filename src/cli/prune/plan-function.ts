import { plain } from '../../text/plain.ts';
import type {
  EvidenceSourceAnswer,
  NotFoundAnswer,
  PlanAnswer,
  QuestionAnswer,
  ShownAnswer,
} from './answers.ts';
import { readPlanAnswer, readQuestionAnswer, readRenewalAnswer } from './answers.ts';
import type { Deployed, Session } from './session.ts';
import { noAnswerSentence, notUnderstoodSentence } from './session.ts';
import { meantText } from './plan-texts.ts';
import { sourcesText } from './text.ts';

/** Rounds of a minute; more than any account needs. */
const MOST_PLANNING_ROUNDS = 500;
const MOST_RENEWAL_ROUNDS = 60;
/** Pages of 2,000 versions. */
const MOST_ANSWERS = 500;

interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

interface Answered<Answer> {
  readonly kind: 'answered';
  readonly answer: Answer;
  readonly payload: unknown;
}

/** Invokes the plan function once. `what` names the expected answer in the error message. */
export async function askPlanFunction<Answer>(
  event: object,
  read: (payload: unknown) => Answer | undefined,
  { plan, interruption }: Session,
  what = 'of a plan function',
): Promise<Answered<Answer> | Failed> {
  const invocation = await plan.invoke(event, interruption);
  if (invocation.kind !== 'answered') return failed(noAnswerSentence(invocation, plan));
  const { payload } = invocation;
  const answer = read(payload);
  return answer === undefined
    ? failed(notUnderstoodSentence(plan, what))
    : { kind: 'answered', answer, payload };
}

function failed(message: string): Failed {
  return { kind: 'failed', message };
}

/** Error for a function that never finishes. */
export function endlessSentence({ name }: Deployed): string {
  return `${name} does not come to an end; see its log.`;
}

/**
 * Invokes the plan function until it has finished, with progress after `title`. Ctrl-C ends it at once: it cannot
 * delete.
 */
async function askUntilFinished<Finished extends { readonly state: string }>(
  event: object,
  read: (payload: unknown) => Finished | UnfinishedAnswer | undefined,
  session: Session,
  rounds: number,
  title: string,
  what?: string,
): Promise<Answered<Finished> | Failed | { readonly kind: 'interrupted' }> {
  const { plan, terminal, interruption } = session;
  let next = event;
  for (let round = 0; round < rounds; round += 1) {
    const asked = await askPlanFunction(next, read, session, what);
    if (interruption.aborted) return { kind: 'interrupted' };
    if (asked.kind === 'failed') return asked;
    const { answer, payload } = asked;
    if (!isUnfinished(answer)) return { kind: 'answered', answer, payload };
    terminal.err(`${title}: ${plain(answer.progress)}`);
    next = { continue: answer.continueWith };
  }
  return failed(endlessSentence(plan));
}

type UnfinishedAnswer = Extract<PlanAnswer, { readonly state: 'unfinished' }>;

function isUnfinished(answer: { readonly state: string }): answer is UnfinishedAnswer {
  return answer.state === 'unfinished';
}

export async function makePlan(event: object, session: Session) {
  const rounds = MOST_PLANNING_ROUNDS;
  const asked = await askUntilFinished(event, readPlanAnswer, session, rounds, 'Planning');
  if (asked.kind !== 'answered') return asked;
  const { answer, payload } = asked;
  switch (answer.state) {
    case 'planned':
      return { kind: 'planned', planned: answer, payload } as const;
    case 'no-function':
      return failed(answer.functions.map(noFunctionSentence).join(' '));
    case 'refused':
      return { kind: 'refused', refusals: answer.refusals, payload } as const;
  }
}

export function noFunctionSentence({ asked, meant }: NotFoundAnswer[number]): string {
  return `--function ${plain(asked)}: the account has no function of this name with published versions${meantText(meant)}.`;
}

/** Has the plan function read again the evidence that will soon be too old. */
export async function renewEvidence(
  planId: string,
  sources: readonly EvidenceSourceAnswer[],
  session: Session,
) {
  const { terminal } = session;
  const title = 'Reading evidence again';
  terminal.err(`${title}: ${sourcesText(sources)}`);
  const asked = await askUntilFinished(
    { renew: planId },
    readRenewalAnswer,
    session,
    MOST_RENEWAL_ROUNDS,
    title,
    'to a renewal',
  );
  if (asked.kind !== 'answered') return asked;
  const { answer, payload } = asked;
  switch (answer.state) {
    case 'renewed':
      if (answer.kept > 0) terminal.err(`${answer.kept} more versions are kept by what was found`);
      return { kind: 'renewed' } as const;
    case 'refused':
      return { kind: 'refused', refusals: answer.refusals, payload } as const;
    case 'no-plan':
      return failed(`Plan ${plain(planId)}: ${plain(answer.message)}`);
  }
}

type ListedAnswer = Extract<QuestionAnswer, { readonly state: 'listed' }>;

export async function askForList(
  account: string | undefined,
  session: Session,
): Promise<Answered<ListedAnswer> | Failed> {
  const event = { list: true, ...(account !== undefined && { account }) };
  const asked = await askPlanFunction(event, readQuestionAnswer, session);
  if (asked.kind === 'failed') return asked;
  const { answer, payload } = asked;
  if (answer.state === 'listed') return { kind: 'answered', answer, payload };
  return failed(notUnderstoodSentence(session.plan, 'of a plan function'));
}

/** Reads a plan page by page, with all selected versions. */
export async function askForPlan(
  event: { readonly show: string },
  session: Session,
): Promise<Answered<ShownAnswer> | Failed> {
  let whole: ShownAnswer | undefined;
  let from = 0;
  for (let answers = 0; answers < MOST_ANSWERS; answers += 1) {
    const page = { ...event, ...(from > 0 && { from }) };
    const asked = await askPlanFunction(page, readQuestionAnswer, session);
    if (asked.kind === 'failed') return asked;
    const { answer } = asked;
    if (answer.state === 'listed')
      return failed(notUnderstoodSentence(session.plan, 'of a plan function'));
    if (answer.state !== 'shown') {
      return failed(
        `Plan ${plain(event.show)}: ${plain(answer.message)} ${session.typed('prune list')} names the plans there are.`,
      );
    }
    const { next, ...others } = answer;
    whole = { ...others, versions: [...(whole?.versions ?? []), ...answer.versions] };
    if (next === undefined) return { kind: 'answered', answer: whole, payload: whole };
    from = next;
  }
  return failed(endlessSentence(session.plan));
}
