import type { Codec } from '../../documents/codec.ts';
import { tryRead } from '../../documents/codec.ts';
import { plain } from '../../text/plain.ts';
import type { EvidenceSourceAnswer, NotFoundAnswer, PlanAnswer } from './answers.ts';
import { planAnswer, questionAnswer, renewalAnswer } from './answers.ts';
import type { DeployedFunction, Session } from './session.ts';
import { noAnswerSentence, notUnderstoodSentence } from './session.ts';
import { meantText } from './plan-texts.ts';
import { sourcesText } from './text.ts';

/** The most invocations to make a plan, of a minute each; more than any account needs. */
const MOST_PLANNING_ROUNDS = 500;
const MOST_RENEWAL_ROUNDS = 60;
/** The most pages of an answer, of 2,000 versions each; with more, the command fails. */
const MOST_PAGES = 500;

interface Failure {
  readonly kind: 'failed';
  /** A sentence for a person. */
  readonly message: string;
}

interface Reply<Answer> {
  readonly kind: 'answered';
  readonly answer: Answer;
  readonly payload: unknown;
}

type AnswerReader<Answer> = Pick<Codec<Answer>, 'read'>;

const OF_PLANS = 'of a plan function';

/** Invokes the plan function once. `what` names the expected answer in the error message. */
export async function askPlanFunction<Answer>(
  event: object,
  reader: AnswerReader<Answer>,
  { plan, interruption }: Session,
  what = OF_PLANS,
): Promise<Reply<Answer> | Failure> {
  const invocation = await plan.invoke(event, interruption);
  if (invocation.kind !== 'answered') return failed(noAnswerSentence(invocation, plan));
  const { payload } = invocation;
  const answer = tryRead(reader, payload);
  return answer === undefined
    ? failed(notUnderstoodSentence(plan, what))
    : { kind: 'answered', answer, payload };
}

/** Asks for a stored plan or review page by page. An answer that has no pages is the only element of `pages`. */
export async function askForPages<
  Answer extends { readonly state: string; readonly next?: number },
>(
  event: object,
  reader: AnswerReader<Answer>,
  session: Session,
  what?: string,
): Promise<{ readonly kind: 'answered'; readonly pages: readonly Answer[] } | Failure> {
  const pages: Answer[] = [];
  let from: number | undefined;
  while (pages.length < MOST_PAGES) {
    const page = { ...event, ...(from !== undefined && { from }) };
    const asked = await askPlanFunction(page, reader, session, what);
    if (asked.kind === 'failed') return asked;
    pages.push(asked.answer);
    from = asked.answer.next;
    if (from === undefined) return { kind: 'answered', pages };
  }
  return failed(endlessSentence(session.plan));
}

function failed(message: string): Failure {
  return { kind: 'failed', message };
}

/** Returns the error about a function that never finishes. */
export function endlessSentence({ name }: DeployedFunction): string {
  return `${name} did not finish; see its log.`;
}

/** Invokes the plan function until it has finished. Ctrl-C ends this at once, because the function cannot delete. */
async function askUntilFinished<Finished extends { readonly state: string }>(
  event: object,
  reader: AnswerReader<Finished | UnfinishedAnswer>,
  session: Session,
  rounds: number,
  title: string,
  what?: string,
): Promise<Reply<Finished> | Failure | { readonly kind: 'interrupted' }> {
  const { plan, terminal, interruption } = session;
  let next = event;
  for (let round = 0; round < rounds; round += 1) {
    const asked = await askPlanFunction(next, reader, session, what);
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
  const asked = await askUntilFinished(event, planAnswer, session, rounds, 'Planning');
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

/** Makes the plan function read evidence again that will soon be too old. `sources` names it for the progress line. */
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
    renewalAnswer,
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

export async function askForList(account: string | undefined, session: Session) {
  const event = { list: true, ...(account !== undefined && { account }) };
  const asked = await askPlanFunction(event, questionAnswer, session);
  if (asked.kind === 'failed') return asked;
  const { answer, payload } = asked;
  if (answer.state === 'listed') return { kind: 'answered', answer, payload } as const;
  return failed(notUnderstoodSentence(session.plan, OF_PLANS));
}

export async function askForPlan(event: { readonly show: string }, session: Session) {
  const asked = await askForPages(event, questionAnswer, session);
  if (asked.kind === 'failed') return asked;
  const answer = asked.pages.at(-1);
  if (answer === undefined || answer.state === 'listed')
    return failed(notUnderstoodSentence(session.plan, OF_PLANS));
  if (answer.state !== 'shown') {
    return failed(
      `Plan ${plain(event.show)}: ${plain(answer.message)} ${session.typed('prune list')} names the plans there are.`,
    );
  }
  const { next: _, ...last } = answer;
  const versions = asked.pages.flatMap((page) => (page.state === 'shown' ? page.versions : []));
  return { kind: 'answered', answer: { ...last, versions } } as const;
}
