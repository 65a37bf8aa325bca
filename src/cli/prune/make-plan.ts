import { plain } from '../../text/plain.ts';
import { keptForTexts } from '../../prune/plan/text/plan.ts';
import type { PlannedAnswer } from './answers.ts';
import { readPlanAnswer } from './answers.ts';
import type { Session } from './session.ts';
import { noAnswerSentence } from './session.ts';

/** Each takes up to a minute; more of them than any account needs means that it gets nowhere. */
const MOST_ROUNDS = 500;

/** Of an empty plan; the lines before name all. */
const MOST_REASONS = 3;

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
      case 'refused':
        return { kind: 'refused', refusals: answer.refusals, payload };
      case 'unfinished':
        terminal.err(`Planning: ${plain(answer.progress)}`);
        next = { continue: answer.continueWith };
    }
  }
  return { kind: 'failed', message: `${plan.name} does not come to an end; see its log.` };
}

/** What goes and what stays, and what nobody looked at, for a person. */
export function planLines(planned: PlannedAnswer): readonly string[] {
  const { planId, text, unlisted, couldNotTell = [], notCovered, layers } = planned;
  return [
    ...text.map(indented),
    ...unlisted.map((one) => `Not listed, so nothing is deleted there: ${plain(one)}`),
    ...failedReadLines(planned),
    ...(layers?.state === 'planned' && layers.failedChecks > 0
      ? [`Reads of layers that failed: ${layers.failedChecks}; see the plan`]
      : []),
    ...couldNotTell.map(plain),
    ...(notCovered.length > 0 ? [`Not covered: ${notCovered.map(plain).join(', ')}`] : []),
    `The whole plan: ${plain(planned.planAt)}`,
    isEmpty(planned)
      ? `Plan ${plain(planId)} deletes nothing`
      : `Plan ${plain(planId)}; its first deletion must come before ${plain(planned.beginBefore)}`,
  ];
}

export function isEmpty({ totals, layers }: PlannedAnswer): boolean {
  const ofLayers = layers?.state === 'planned' ? layers.totals.delete.versions : 0;
  return totals.delete.versions + ofLayers === 0;
}

/** Of a plan that is empty: what keeps most. */
export function nothingToDelete({ totals }: PlannedAnswer): string {
  const why = keptForTexts(totals.keptFor).slice(0, MOST_REASONS);
  const kept = why.length === 0 ? '' : ` What keeps most versions: ${why.join(', ')}.`;
  return `There is nothing to delete.${kept}`;
}

/** By name, or as a number where an older function says no more. */
function failedReadLines({ failedChecks, couldNotCheck }: PlannedAnswer): readonly string[] {
  if (couldNotCheck !== undefined) return couldNotCheck.map(plain);
  return failedChecks > 0
    ? [`Reads that failed, and keep what they would have cleared: ${failedChecks}`]
    : [];
}

/** `plain` takes the space in front too, which shows what belongs to what. */
function indented(line: string): string {
  return `${line.startsWith('  ') ? '  ' : ''}${plain(line)}`;
}
