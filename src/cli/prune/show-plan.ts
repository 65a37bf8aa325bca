import { checkShow } from '../../functions/plan/plan-question.ts';
import { EventNotUnderstood } from '../../functions/prune/prune-event.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { readDeployment } from '../deployment/read.ts';
import { askForList, askForPlan } from './ask-plans.ts';
import { fittedLines } from './fitted-lines.ts';
import { gapText } from './text.ts';
import { planGaps } from './gaps.ts';
import { lastPlan } from './last-plan.ts';
import { openSession } from './open-session.ts';
import { pruneOutcome } from './outcome-text.ts';
import { planLines } from './plan-screen.ts';
import { listedLines, notFoundSentences, versionLines } from './plan-texts.ts';
import type { ShowOptions } from './request.ts';
import { FLAGS, isChosen, showEventOf } from './request.ts';

/**
 * Shows a stored plan as `prune plan` did, or why the chosen versions go or stay; without an id, of the
 * newest plan. The plan function alone is asked, and reads no account.
 */
export async function pruneShow(
  named: string | undefined,
  options: ShowOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const fault = named === undefined ? undefined : faultOf(named, options);
  if (fault !== undefined) return pruneOutcome('failed', [fault]);
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const session = openSession(options, read.deployed, world);
  const found =
    named === undefined
      ? await lastPlan('any', 'Plan', session)
      : { kind: 'plan' as const, planId: named };
  if (found.kind === 'failed') return pruneOutcome('failed', [found.message]);
  const lateFault = faultOf(found.planId, options);
  if (lateFault !== undefined) return pruneOutcome('failed', [lateFault]);
  const asked = await askForPlan(showEventOf(found.planId, options), session);
  if (asked.kind === 'failed') return pruneOutcome('failed', [asked.message]);
  const { answer, payload } = asked;
  const { resultColumns } = world.terminal;
  const gaps = planGaps(answer.plan);
  const answers = { plan: payload, gaps };
  const messages = [...notFoundSentences(answer.notFound, answer), ...gaps.map(gapText)];
  const hasFound = answer.notFound.length === 0;
  if (!isChosen(options)) {
    const lines = planLines(answer.plan, world.clock.now(), session.typed, resultColumns);
    return pruneOutcome('done', messages, answers, fittedLines(lines, resultColumns));
  }
  const sum = `${counted(answer.chosen, 'version')} of plan ${plain(answer.plan.planId)} of ${plain(answer.plan.account.name)}`;
  const lines = hasFound || answer.chosen > 0 ? [...versionLines(answer), sum] : [];
  const outcome = hasFound ? 'done' : 'failed';
  return pruneOutcome(outcome, messages, answers, fittedLines(lines, resultColumns));
}

/** What is wrong with what is asked, before any function is. */
function faultOf(planId: string, options: ShowOptions): string | undefined {
  try {
    checkShow(showEventOf(planId, options), FLAGS);
    return undefined;
  } catch (error) {
    if (!(error instanceof EventNotUnderstood)) throw error;
    return plain(error.message);
  }
}

/** The newest plans and what became of them, of one account where one is named. */
export async function pruneList(
  account: string | undefined,
  options: ShowOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const read = await readDeployment(options, world);
  if (!read.ok) return pruneOutcome('failed', read.messages);
  const asked = await askForList(account, openSession(options, read.deployed, world));
  if (asked.kind === 'failed') return pruneOutcome('failed', [asked.message]);
  const { plans, notRead } = asked.answer;
  const of = account === undefined ? '' : ` of ${plain(account)}`;
  const lines = plans.length === 0 ? [`No plan${of} is stored.`] : listedLines(plans);
  const isPartial = plans.some(({ state }) => state === 'unreadable');
  const messages = notRead > 0 ? [`${counted(notRead, 'older plan')} not read.`] : [];
  const outcome = isPartial ? 'incomplete' : 'done';
  const fitted = fittedLines(lines, world.terminal.resultColumns);
  return pruneOutcome(outcome, messages, { plan: asked.payload }, fitted);
}
