import { bytes } from '../../model/units.ts';
import { sizeText } from '../../prune/plan/text/sizes.ts';
import { DELETIONS_PER_MEASUREMENT } from '../../prune/apply/target.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import type { KeepAnswer, PlanOverview } from './answers.ts';
import { keptFor } from './gaps.ts';
import type { PlanOptions } from './request.ts';

/** Returns a sentence about a `--keep` below the configuration's number; otherwise nothing. */
export function keepSentences(keep: KeepAnswer | undefined): readonly string[] {
  if (keep === undefined) return [];
  const { asked, configured, applied } = keep;
  return [
    applied < configured
      ? `Keeps the newest ${applied} of each function; the configuration says ${configured} (versions.keepNewest)`
      : `Keeps the newest ${applied} of each function, as the configuration says (versions.keepNewest); to keep only ${asked} needs prune.keepFewer of this account, too`,
  ];
}

/** Returns sentences about what `--until` does in a plan. */
export function untilSentences(
  plan: Pick<PlanOverview, 'untilPercent' | 'untilEstimate' | 'untilPackageBytes' | 'totals'>,
): readonly string[] {
  const { untilPercent, untilPackageBytes, totals } = plan;
  return [
    ...(untilPercent === undefined ? [] : percentSentences(untilPercent, plan)),
    ...(untilPackageBytes === undefined
      ? []
      : [bytesSentence(untilPackageBytes, totals.delete.packageBytes)]),
  ];
}

function percentSentences(
  percent: number,
  { totals, untilEstimate }: Pick<PlanOverview, 'untilEstimate' | 'totals'>,
): readonly string[] {
  const { belowAlready, enough } = untilEstimate ?? {};
  const below = `below ${percent} %`;
  return [
    `${counted(totals.delete.versions, 'version')} can be deleted; deletion stops in each Region as soon as its measured code storage is ${below} of its limit`,
    ...(belowAlready === undefined || belowAlready.versions === 0
      ? []
      : [
          `${withSeparators(belowAlready.versions)} of them are in Regions that are ${below} already: nothing is deleted there while usage stays below`,
        ]),
    ...(enough === undefined || enough.versions === 0 ? [] : [enoughSentence(enough)]),
    `Code storage is measured after every ${DELETIONS_PER_MEASUREMENT} deletions, so usage may end below the target`,
  ];
}

function enoughSentence({
  versions,
  packageBytes,
  reachesTarget,
}: NonNullable<NonNullable<PlanOverview['untilEstimate']>['enough']>): string {
  const estimate = 'an estimate, since AWS does not count packages by their size';
  const size = sizeText(bytes(packageBytes));
  return reachesTarget
    ? `By package size, deleting about ${withSeparators(versions)} of them (${size}) is enough: ${estimate}`
    : `By package size, deleting all ${withSeparators(versions)} in Regions above the target (${size}) is not enough: ${estimate}`;
}

function bytesSentence(asked: number, planned: number): string {
  const target = sizeText(bytes(asked));
  return planned < asked
    ? `Only ${sizeText(bytes(planned))} of packages can go, less than the ${target} of --until`
    : `The plan takes the largest packages until they reach the ${target} of --until`;
}

/** Returns a sentence if `--cap` has no effect, because the configuration does not lift the cap; otherwise nothing. */
export function capSentences(
  plan: PlanOverview,
  { cap }: Pick<PlanOptions, 'cap'>,
): readonly string[] {
  const capped = keptFor('cap', plan);
  if (cap !== true || capped === 0) return [];
  return [`--cap lifts the cap only where the configuration lifts it too, so it keeps ${capped}`];
}
