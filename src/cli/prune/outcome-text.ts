import { plain } from '../../text/plain.ts';
import type { RefusalCode } from '../../prune/model/recheck.ts';
import type { ProgressReply } from './answers.ts';
import type { CliOutcome } from '../cli-command.ts';
import type { Gap } from './gaps.ts';
import { gapJson, outcomeWith, resultGaps } from './gaps.ts';
import { gapText } from './text.ts';

export interface Answers {
  readonly plan?: unknown;
  readonly result?: unknown;
  /** Why the plan or its application is incomplete. */
  readonly gaps?: readonly Gap[];
  /** Refusals of this command or of a function. */
  readonly refusals?: readonly RefusalAnswer[];
}

/** The codes of refusals after which a review of the account is suggested. */
const PRODUCTION_CODES: ReadonlySet<string> = new Set<RefusalCode>([
  'stage-not-nonprod',
  'stage-in-doubt',
  'name-says-production',
]);

interface RefusalAnswer {
  readonly code: string;
  readonly sentence: string;
}

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

/** Returns the outcome of refusals. For production it suggests the command `review`; refusals of a name come last. */
export function refusedOutcome(
  refusals: readonly RefusalAnswer[],
  answers: Omit<Answers, 'refusals'>,
  review?: string,
): CliOutcome {
  const ofName = refusals.filter(({ code }) => code === 'name-says-production');
  const others = refusals.filter(({ code }) => code !== 'name-says-production');
  const isProduction = refusals.some(({ code }) => PRODUCTION_CODES.has(code));
  const sentences = (some: readonly RefusalAnswer[]) => some.map(({ sentence }) => plain(sentence));
  const messages = [
    ...sentences(others),
    ...(review !== undefined && isProduction
      ? [`What people could delete from it by hand: ${review}`]
      : []),
    ...sentences(ofName),
  ];
  return pruneOutcome('refused', messages, { ...answers, refusals });
}

export function declinedOutcome(name: string, answers: Answers = {}): CliOutcome {
  const message = `That is not the account's name, which is ${plain(name)}. Nothing was deleted.`;
  return pruneOutcome('declined', [message], answers);
}

/** Returns the outcome of an applied plan, with the gaps of the plan and of its application. */
export function endedOutcome(
  { progress, payload }: ProgressReply,
  gapsOfPlan: readonly Gap[],
  plan: unknown,
  lines: readonly string[],
): CliOutcome {
  const gaps = [...gapsOfPlan, ...resultGaps(progress)];
  const answers = { plan, result: payload, gaps };
  return pruneOutcome(outcomeWith(gaps, progress.state), gaps.map(gapText), answers, lines);
}
