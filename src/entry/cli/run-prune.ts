import type { AccountConfiguration } from '../../model/configuration.ts';
import { plain } from '../../render/plain.ts';
import type { Heard, PlannedAnswer } from './answers.ts';
import type { Applied } from './apply-plan.ts';
import { applyPlan } from './apply-plan.ts';
import { askStatus } from './ask-status.ts';
import type { Asked } from './arguments.ts';
import { makePlan, planLines } from './make-plan.ts';
import type { Outcome } from './outcome.ts';
import { planGaps, resultGaps, resultLines } from './outcome.ts';
import { progressView } from './progress-view.ts';
import type { Session } from './session.ts';

/**
 * The whole command: plan, show, ask, apply, tell. Nothing is deleted before the account's name was
 * typed or passed. Results go to standard output, or to standard error where `--json` has it.
 */
export async function runPrune(
  asked: Asked,
  account: Pick<AccountConfiguration, 'name'>,
  session: Session,
): Promise<Outcome> {
  const { terminal } = session;
  const { confirm, narrowing, plan: planId } = asked;
  if (confirm === undefined && terminal.ask === undefined) {
    const message = `There is no terminal to type the account's name at, so nothing was done; pass it as --confirm ${plain(account.name)}.`;
    return { outcome: 'failed', messages: [message] };
  }
  if (confirm !== undefined && confirm !== account.name) return declined(account.name);
  if (planId !== undefined) return continuePlan(planId, asked, account.name, session);

  terminal.err(`Planning what can go in ${plain(account.name)}`);
  const made = await makePlan({ account: asked.account, ...narrowing }, session);
  switch (made.kind) {
    case 'failed':
      return { outcome: 'failed', messages: [`${made.message} Nothing was deleted.`] };
    case 'interrupted':
      return { outcome: 'interrupted', messages: ['Stopped. Nothing was deleted.'] };
    case 'refused':
      return { outcome: 'refused', messages: sentences(made.refusals), plan: made.payload };
    case 'planned': {
      const { planned, payload } = made;
      showLines(planLines(planned), asked, session);
      sayIfCapHolds(planned, asked, session);
      const outcome =
        planned.totals.delete.versions + layerVersionsIn(planned) === 0
          ? nothingToDelete(planned)
          : await confirmAndApply(planned.planId, planned, asked, account.name, session);
      return { ...outcome, plan: payload };
    }
  }
}

function layerVersionsIn({ layers }: PlannedAnswer): number {
  return layers?.state === 'planned' ? layers.totals.delete.versions : 0;
}

async function continuePlan(
  planId: string,
  asked: Asked,
  name: string,
  session: Session,
): Promise<Outcome> {
  const heard = await askStatus(planId, session);
  if (heard === undefined) {
    const message = `What became of plan ${plain(planId)} cannot be read; see the log of ${session.prune.name}, or make a new plan.`;
    return { outcome: 'failed', messages: [message] };
  }
  const { progress } = heard;
  if (progress.account.name !== name) {
    const message = `Plan ${plain(planId)} is of the account ${plain(progress.account.name)}, not of ${plain(name)}. Nothing was deleted.`;
    return { outcome: 'failed', messages: [message] };
  }
  if (progress.state === 'finished') return ended(heard, undefined, asked, session);
  session.terminal.err(
    `Plan ${plain(planId)}: ${progress.counts.deleted} of ${progress.counts.planned} deleted so far`,
  );
  return confirmAndApply(planId, undefined, asked, name, session);
}

async function confirmAndApply(
  planId: string,
  planned: PlannedAnswer | undefined,
  asked: Asked,
  name: string,
  session: Session,
): Promise<Outcome> {
  const { terminal } = session;
  const confirm =
    asked.confirm ??
    (await terminal.ask?.(
      `Deleted versions cannot be brought back. Type ${plain(name)} to go on: `,
    ));
  if (session.interruption.aborted)
    return { outcome: 'interrupted', messages: ['Stopped. Nothing was deleted.'] };
  if (confirm?.trim() !== name) return declined(name);
  const applied = await applyPlan({ planId, confirm: name }, session, progressView(terminal));
  return outcomeOf(applied, planId, planned, asked, name, session);
}

function outcomeOf(
  applied: Applied,
  planId: string,
  planned: PlannedAnswer | undefined,
  asked: Asked,
  name: string,
  session: Session,
): Outcome {
  switch (applied.kind) {
    case 'ended':
      return ended(applied, planned, asked, session);
    case 'refused':
      return {
        outcome: 'refused',
        messages: sentences(applied.refusals),
        result: applied.payload,
      };
    case 'failed':
    case 'interrupted': {
      const { last } = applied;
      if (last !== undefined) showLines(resultLines(last.progress), asked, session);
      const goOn = `Go on with: npm run prune -- ${plain(name)} --plan ${plain(planId)} --confirm ${plain(name)}`;
      const why = applied.kind === 'failed' ? applied.message : 'Stopped.';
      const result = last === undefined ? {} : { result: last.payload };
      return { outcome: applied.kind, messages: [why, goOn], ...result };
    }
  }
}

function ended(
  { progress, payload }: Heard,
  planned: PlannedAnswer | undefined,
  asked: Asked,
  session: Session,
): Outcome {
  showLines(resultLines(progress), asked, session);
  const gaps = [...(planned === undefined ? [] : planGaps(planned)), ...resultGaps(progress)];
  return { outcome: gaps.length > 0 ? 'incomplete' : 'done', messages: gaps, result: payload };
}

function nothingToDelete(planned: PlannedAnswer): Outcome {
  const gaps = planGaps(planned);
  return {
    outcome: gaps.length > 0 ? 'incomplete' : 'done',
    messages: ['There is nothing to delete.', ...gaps],
  };
}

function declined(name: string): Outcome {
  const message = `That is not the account's name, which is ${plain(name)}. Nothing was deleted.`;
  return { outcome: 'declined', messages: [message] };
}

/** The request alone lifts nothing, and the plan shows it only as a reason among others. */
function sayIfCapHolds(
  { totals, layers }: PlannedAnswer,
  asked: Asked,
  { terminal }: Session,
): void {
  const ofLayers = layers?.state === 'planned' ? layers.totals.keptFor : [];
  const capped = [...totals.keptFor, ...ofLayers]
    .filter(({ code }) => code === 'cap')
    .reduce((sum, { versions }) => sum + versions, 0);
  if (asked.narrowing['liftCap'] !== true || capped === 0) return;
  terminal.err(
    `--cap lifts the cap only where the configuration lifts it too, so it keeps ${capped}`,
  );
}

function showLines(lines: readonly string[], { json }: Asked, { terminal }: Session): void {
  for (const line of lines) (json ? terminal.err : terminal.out)(line);
}

function sentences(refusals: readonly { readonly sentence: string }[]): readonly string[] {
  return refusals.map(({ sentence }) => plain(sentence));
}
