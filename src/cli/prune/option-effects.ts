import type { KeepAnswer, PlanOverview } from './answers.ts';
import type { PlanOptions } from './request.ts';

/** Empty where as many of the newest versions are kept as the configuration says, or more. */
export function keepSentences(keep: KeepAnswer | undefined): readonly string[] {
  if (keep === undefined) return [];
  const { asked, configured, applied } = keep;
  return [
    applied < configured
      ? `Keeps the newest ${applied} of each function; the configuration says ${configured} (versions.keepNewest)`
      : `Keeps the newest ${applied} of each function, as the configuration says (versions.keepNewest); to keep only ${asked} needs prune.keepFewer of this account, too`,
  ];
}

/** A share of the code storage is judged while deleting, since package bytes are not what it counts. */
export function untilSentences({
  untilPercent,
}: Pick<PlanOverview, 'untilPercent'>): readonly string[] {
  if (untilPercent === undefined) return [];
  return [
    `The plan lists all that may go; deleting it ends, Region by Region, as soon as the measured code storage is below ${untilPercent}% of its limit`,
  ];
}

/** The request alone lifts nothing, and the plan shows it only as a reason among others. */
export function capSentences(
  { totals, layers }: PlanOverview,
  { cap }: Pick<PlanOptions, 'cap'>,
): readonly string[] {
  const ofLayers = layers?.state === 'planned' ? layers.totals.keptFor : [];
  const capped = [...totals.keptFor, ...ofLayers]
    .filter(({ code }) => code === 'cap')
    .reduce((sum, { versions }) => sum + versions, 0);
  if (cap !== true || capped === 0) return [];
  return [`--cap lifts the cap only where the configuration lifts it too, so it keeps ${capped}`];
}
