import { plain } from '../../text/plain.ts';
import type { Applied } from './apply-plan.ts';
import { applyPlan } from './apply-plan.ts';
import type { KeepAnswer } from './answers.ts';
import type { CliOutcome } from '../cli-command.ts';
import { resultLines } from './text.ts';
import { progressView } from './progress-view.ts';
import type { Gap } from './gaps.ts';
import { declined, ended, pruneOutcome, refused } from './outcome-text.ts';
import type { ApplyOptions } from './request.ts';
import { goOnCommand } from './request.ts';
import type { Session } from './session.ts';

/** A plan that was shown, and is about to be applied. */
export interface ShownPlan {
  readonly planId: string;
  /** Of its account. */
  readonly name: string;
  /** What kept the plan from being everything. */
  readonly gaps: readonly Gap[];
  /** Where the request keeps fewer of the newest versions than the configuration says. */
  readonly keepNewest: KeepAnswer | undefined;
  /** The plan function's answer, where it was asked. */
  readonly plan: unknown;
}

/** Deletes nothing before the account's name was typed or passed. */
export async function confirmAndApply(
  shown: ShownPlan,
  options: ApplyOptions,
  session: Session,
): Promise<CliOutcome> {
  const { planId, name, plan } = shown;
  const { terminal, interruption } = session;
  const confirm =
    options.confirm ??
    (await terminal.ask?.(
      `${fewerWarning(shown)}Deleted versions cannot be brought back. Type ${plain(name)} to go on: `,
    ));
  if (interruption.aborted)
    return pruneOutcome('interrupted', ['Stopped. Nothing was deleted.'], { plan });
  if (confirm?.trim() !== name) return declined(name, { plan });
  const { requestedBy } = options;
  const request = { planId, confirm: name, ...(requestedBy !== undefined && { requestedBy }) };
  const applied = await applyPlan(request, session, progressView(terminal));
  return outcomeOf(applied, shown, options, session);
}

/** Both numbers, where fewer of the newest versions are kept than the configuration says. */
function fewerWarning({ keepNewest }: ShownPlan): string {
  if (keepNewest === undefined || keepNewest.applied >= keepNewest.configured) return '';
  const { applied, configured } = keepNewest;
  return `Only the newest ${applied} of each function are kept; the configuration says ${configured}. `;
}

function outcomeOf(
  applied: Applied,
  { planId, gaps, plan }: ShownPlan,
  options: ApplyOptions,
  session: Session,
): CliOutcome {
  const { paint, terminal } = session;
  switch (applied.kind) {
    case 'ended':
      return ended(
        applied,
        gaps,
        plan,
        resultLines(applied.progress, paint, terminal.resultColumns),
      );
    case 'refused':
      return refused(applied.refusals, { plan, result: applied.payload });
    case 'failed':
    case 'interrupted': {
      const { last } = applied;
      const why = applied.kind === 'failed' ? applied.message : 'Stopped.';
      const lines =
        last === undefined ? [] : resultLines(last.progress, paint, terminal.resultColumns);
      const goOn = `Go on with: ${goOnCommand('apply', planId, options, session)}`;
      return pruneOutcome(applied.kind, [why, goOn], { plan, result: last?.payload, gaps }, lines);
    }
  }
}
