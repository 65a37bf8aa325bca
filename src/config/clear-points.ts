import type { RuleContext } from './context.ts';
import { DEFAULTS } from './defaults.ts';
import { rulesToJudge } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText } from './faults.ts';
import { lowestPercent } from './thresholds.ts';

const CLEAR_POINTS = ['alerts', 'clearPoints'];

/**
 * Thresholds so low that usage cannot get `clearPoints` below them: their alerts would never be resolved.
 * One fault where the file sets `clearPoints`, else one for each threshold.
 */
export function clearPointProblems({
  draft: file,
  definitions,
  isFaulty,
}: RuleContext): readonly Problem[] {
  if (isFaulty(CLEAR_POINTS)) return [];
  const written = file.alerts?.clearPoints;
  const points = written ?? DEFAULTS.clearPoints;
  const tooLow = new Map<string, { readonly path: Path; readonly percent: number }>();
  for (const { account, definition } of rulesToJudge(file, definitions)) {
    const lowest = lowestPercent(file, account, definition, isFaulty);
    if (lowest !== undefined && lowest.percent <= points) {
      tooLow.set(pathText(lowest.path), lowest);
    }
  }
  const all = [...tooLow.values()].sort((a, b) => a.percent - b.percent);
  const never = `would never be over, as usage cannot be more than ${points} points below it`;
  if (written === undefined) {
    return all.map(({ path, percent }) => {
      const message = `an alert at ${percent} % ${never}; raise it, or set ${pathText(CLEAR_POINTS)} lower`;
      return { path, message };
    });
  }
  return all.slice(0, 1).map(({ path, percent }) => {
    const message = `an alert at ${percent} % (${pathText(path)}) ${never}; lower clearPoints or raise the threshold`;
    return { path: CLEAR_POINTS, message };
  });
}
