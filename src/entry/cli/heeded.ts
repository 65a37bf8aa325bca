import type { PlannedAnswer } from './answers.ts';
import type { PlanOptions } from './prune-request.ts';

/** How a plan heeds what was asked for, where its totals do not show it. */
export function heededSentences(
  planned: PlannedAnswer,
  options: Pick<PlanOptions, 'cap' | 'until'>,
): readonly string[] {
  return [...untilSentences(options), ...capSentences(planned, options)];
}

/** A share of the code storage is judged while deleting, since package bytes are not what it counts. */
function untilSentences({ until }: Pick<PlanOptions, 'until'>): readonly string[] {
  if (until?.endsWith('%') !== true) return [];
  return [
    `The plan lists all that may go; deleting it ends, Region by Region, as soon as the measured code storage is below ${until} of its limit`,
  ];
}

/** The request alone lifts nothing, and the plan shows it only as a reason among others. */
function capSentences(
  { totals, layers }: PlannedAnswer,
  { cap }: Pick<PlanOptions, 'cap'>,
): readonly string[] {
  const ofLayers = layers?.state === 'planned' ? layers.totals.keptFor : [];
  const capped = [...totals.keptFor, ...ofLayers]
    .filter(({ code }) => code === 'cap')
    .reduce((sum, { versions }) => sum + versions, 0);
  if (cap !== true || capped === 0) return [];
  return [`--cap lifts the cap only where the configuration lifts it too, so it keeps ${capped}`];
}
