import { bytes } from '../../model/units.ts';
import { sizeText } from '../../prune/plan/text/sizes.ts';
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

/** What a target means for this plan. A share of code storage is measured while deleting. */
export function untilSentences({
  untilPercent,
  untilPackageBytes,
  totals,
}: Pick<PlanOverview, 'untilPercent' | 'untilPackageBytes' | 'totals'>): readonly string[] {
  return [
    ...(untilPercent === undefined
      ? []
      : [
          `The plan lists all that may go; deleting ends, Region by Region, as soon as the measured code storage is below ${untilPercent} % of its limit`,
        ]),
    ...(untilPackageBytes === undefined
      ? []
      : [bytesSentence(untilPackageBytes, totals.delete.packageBytes)]),
  ];
}

function bytesSentence(asked: number, planned: number): string {
  const target = sizeText(bytes(asked));
  return planned < asked
    ? `Only ${sizeText(bytes(planned))} of packages can go, less than the ${target} of --until`
    : `The plan takes the largest packages until they reach the ${target} of --until`;
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
