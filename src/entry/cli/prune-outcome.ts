import { plain } from '../../render/plain.ts';
import type { Heard } from './answers.ts';
import type { CliOutcome } from './cli-command.ts';
import { resultGaps } from './outcome.ts';

/** The functions' own answers, as far as there are any. */
export interface Answers {
  readonly plan?: unknown;
  readonly result?: unknown;
}

/** How one of the prune commands ended. */
export function pruneOutcome(
  outcome: CliOutcome['outcome'],
  messages: readonly string[],
  { plan, result }: Answers = {},
  lines: readonly string[] = [],
): CliOutcome {
  const document = { version: 1, kind: 'limits-watchdog.prune', plan: plan ?? null };
  return { outcome, lines, messages, document: { ...document, result: result ?? null } };
}

export function refused(
  refusals: readonly { readonly sentence: string }[],
  answers: Answers,
): CliOutcome {
  return pruneOutcome(
    'refused',
    refusals.map(({ sentence }) => plain(sentence)),
    answers,
  );
}

export function declined(name: string, answers: Answers = {}): CliOutcome {
  const message = `That is not the account's name, which is ${plain(name)}. Nothing was deleted.`;
  return pruneOutcome('declined', [message], answers);
}

/** The end of a run, with what kept it, or the plan behind it, from being all that was asked for. */
export function ended(
  { progress, payload }: Heard,
  gapsOfPlan: readonly string[],
  plan: unknown,
  lines: readonly string[],
): CliOutcome {
  const gaps = [...gapsOfPlan, ...resultGaps(progress)];
  const isDone = progress.state === 'finished' && gaps.length === 0;
  const outcome = isDone ? 'done' : 'incomplete';
  return pruneOutcome(outcome, gaps, { plan, result: payload }, lines);
}
