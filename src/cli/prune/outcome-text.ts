import { plain } from '../../text/plain.ts';
import type { Heard } from './answers.ts';
import type { CliOutcome } from '../cli-command.ts';
import type { Gap } from './gaps.ts';
import { gapJson, resultGaps, resultOutcome } from './gaps.ts';
import { gapText } from './text.ts';

/** The functions' own answers, as far as there are any. */
export interface Answers {
  readonly plan?: unknown;
  readonly result?: unknown;
  /** What kept them from being everything that was asked for. */
  readonly gaps?: readonly Gap[];
  /** Every lock that did not open, here or in a function. */
  readonly refusals?: readonly Refused[];
}

interface Refused {
  readonly code: string;
  readonly sentence: string;
}

/** How one of the prune commands ended. */
export function pruneOutcome(
  outcome: CliOutcome['outcome'],
  messages: readonly string[],
  { plan, result, gaps = [], refusals = [] }: Answers = {},
  lines: readonly string[] = [],
): CliOutcome {
  return {
    outcome,
    lines,
    messages,
    document: {
      version: 1,
      kind: 'limits-watchdog.prune',
      gaps: gaps.map(gapJson),
      refusals: refusals.map(({ code, sentence }) => ({ code, sentence })),
      plan: plan ?? null,
      result: result ?? null,
    },
  };
}

export function refused(
  refusals: readonly Refused[],
  answers: Omit<Answers, 'refusals'>,
): CliOutcome {
  const messages = refusals.map(({ sentence }) => plain(sentence));
  return pruneOutcome('refused', messages, { ...answers, refusals });
}

export function declined(name: string, answers: Answers = {}): CliOutcome {
  const message = `That is not the account's name, which is ${plain(name)}. Nothing was deleted.`;
  return pruneOutcome('declined', [message], answers);
}

/** The end of a run, with what kept it, or the plan behind it, from being all that was asked for. */
export function ended(
  { progress, payload }: Heard,
  gapsOfPlan: readonly Gap[],
  plan: unknown,
  lines: readonly string[],
): CliOutcome {
  const gaps = [...gapsOfPlan, ...resultGaps(progress)];
  const answers = { plan, result: payload, gaps };
  return pruneOutcome(resultOutcome(progress.state, gaps), gaps.map(gapText), answers, lines);
}
