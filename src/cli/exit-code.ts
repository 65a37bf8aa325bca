import type { CheckState } from '../doctor/model.ts';
import type { RunStatus } from '../model/report.ts';

/** The exit code of each outcome. https://tldp.org/LDP/abs/html/exitcodes.html for 130. */
export const EXIT_CODE = {
  done: 0,
  failed: 1,
  /** Used only with `--detailed-exitcode`. */
  attention: 2,
  incomplete: 3,
  refused: 4,
  declined: 4,
  interrupted: 130,
} as const;

export type Outcome = keyof typeof EXIT_CODE;

export const OUTCOMES: readonly string[] = Object.keys(EXIT_CODE);

export function outcomeOf(status: RunStatus, isDetailed: boolean): Outcome {
  if (status === 'complete') return 'done';
  if (status === 'attention') return isDetailed ? 'attention' : 'done';
  return status;
}

export const OUTCOME_OF_STATE: Readonly<Record<CheckState, Outcome>> = {
  ok: 'done',
  'not-tried': 'done',
  'could-not-tell': 'incomplete',
  problem: 'failed',
};
