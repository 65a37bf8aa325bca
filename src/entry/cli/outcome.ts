import { bytes } from '../../model/units.ts';
import type { Paint } from '../../render/paint.ts';
import { unpainted } from '../../render/paint.ts';
import { plain } from '../../render/plain.ts';
import { sizeText } from '../../render/plan-text.ts';
import { limitText, percentText, usedText, withSeparators } from '../../render/quantities.ts';
import type { PlannedAnswer, ProgressAnswer, StorageAnswer } from './answers.ts';

/** What a pipeline branches on. https://tldp.org/LDP/abs/html/exitcodes.html for 130. */
export const EXIT_CODE = {
  done: 0,
  failed: 1,
  /** Complete, and something to say; only where `--detailed-exitcode` asks for it. */
  attention: 2,
  incomplete: 3,
  refused: 4,
  declined: 4,
  interrupted: 130,
} as const;

/** Reasons for which a version was left alone that are failures, not judgements. */
const SKIPPED_FOR_FAILURE = /could not check|^AWS refused/i;

/** What keeps a plan from having been everything; empty when it was. */
export function planGaps({ unlisted, totals, layers }: PlannedAnswer): readonly string[] {
  const ofLayers = layers?.state === 'planned' ? layers : undefined;
  const unchecked = [...totals.keptFor, ...(ofLayers?.totals.keptFor ?? [])]
    .filter(({ code }) => code === 'not-checked')
    .reduce((sum, { versions }) => sum + versions, 0);
  return [
    ...(layers?.state === 'left-out' ? ['No layer versions were planned; see above'] : []),
    ...(ofLayers?.unlisted ?? []).map((one) => `Layers not listed: ${plain(one)}`),
    ...unlisted.map((one) => `Not listed: ${plain(one)}`),
    ...(unchecked > 0
      ? [`Kept, since they could not be checked: ${withSeparators(unchecked)}; see the plan`]
      : []),
  ];
}

/** What keeps a run from being done; empty when it is. */
export function resultGaps({
  counts,
  skipped,
  remaining,
  regions,
}: ProgressAnswer): readonly string[] {
  const forFailure = skipped
    .filter(({ why }) => SKIPPED_FOR_FAILURE.test(why))
    .reduce((sum, { versions }) => sum + versions, 0);
  return [
    ...(counts.failed > 0 ? [`Failed: ${withSeparators(counts.failed)}`] : []),
    ...(forFailure > 0 ? [`Skipped for failures: ${withSeparators(forFailure)}`] : []),
    ...(remaining > 0 ? [`Remain: ${withSeparators(remaining)}`] : []),
    ...regions.flatMap(({ region, stopped }) =>
      stopped === undefined ? [] : [`${plain(region)} stopped: ${plain(stopped.sentence)}`],
    ),
  ];
}

/** True counts, and the code storage before and after as the account says it. */
export function resultLines(progress: ProgressAnswer, paint: Paint = unpainted): readonly string[] {
  const { account, counts, packageBytesDeleted, regions, skipped, failed, notice } = progress;
  const { layers } = progress;
  return [
    `${plain(account.name)} (${plain(account.id)}, ${plain(account.stage)}), plan ${plain(progress.planId)}`,
    countsLine(counts, paint),
    ...(layers === undefined
      ? []
      : [`of these, layer versions: ${countsLine(layers.counts, paint)}`]),
    `${sizeText(bytes(packageBytesDeleted))} of packages deleted`,
    ...regions.map(
      ({ region, before, after, targetReached }) =>
        `${plain(region)}: code storage ${storageText(before)} → ${storageText(after)}${targetReached === true ? '; the target is reached' : ''}`,
    ),
    ...skipped.map(({ why, versions }) => `${withSeparators(versions)} skipped: ${plain(why)}`),
    ...failed.map(
      ({ why, versions }) => `${withSeparators(versions)} ${paint('bad', 'failed')}: ${plain(why)}`,
    ),
    ...(typeof notice === 'object'
      ? [`The topic was not told: ${plain(notice.notPublished)}`]
      : []),
  ];
}

function countsLine(
  { planned, deleted, skipped, failed, notAttempted }: ProgressAnswer['counts'],
  paint: Paint,
): string {
  const failures = `${withSeparators(failed)} failed`;
  return `${withSeparators(planned)} planned: ${withSeparators(deleted)} deleted, ${withSeparators(skipped)} skipped, ${failed > 0 ? paint('bad', failures) : failures}, ${withSeparators(notAttempted)} not attempted`;
}

/** A stored plan before it is applied: what it would delete where, and how far it is. */
export function sumLine({ planId, account, counts, regions }: ProgressAnswer): string {
  const where = regions.map(({ region }) => plain(region)).join(', ');
  return `Plan ${plain(planId)} of ${plain(account.name)} (${plain(account.id)}, ${plain(account.stage)}): ${withSeparators(counts.planned)} versions to delete in ${where}, ${withSeparators(counts.deleted)} deleted so far`;
}

/** Whether a plan is done, in words. */
export function stateLine({ state, counts }: ProgressAnswer, paint: Paint): string {
  switch (state) {
    case 'finished':
      // Whether all was checked, the status does not know: the plan says it.
      if (counts.planned === 0) return 'This plan deletes nothing; its plan.txt says why.';
      return counts.failed > 0
        ? paint('bad', 'Finished, with failures.')
        : paint('good', 'Finished.');
    case 'not-begun':
      return 'Not begun: nothing was deleted.';
    case 'goes-on':
      return paint('care', 'Under way, or stopped between slices.');
    case 'busy':
      return paint('care', 'Under way.');
    case 'stopped':
      return paint('bad', 'Stopped; the reason is below.');
  }
}

/** `282.1 GiB of 300 GiB (94 %)` */
function storageText(storage: StorageAnswer | undefined): string {
  if (storage?.usedBytes === undefined) {
    const why = storage?.failure;
    return `not measured${why === undefined ? '' : ` (${plain(why.operation)}: ${plain(why.errorName)})`}`;
  }
  const used = { unit: 'bytes', amount: bytes(storage.usedBytes) } as const;
  const held = usedText(used, '');
  if (storage.limitBytes === undefined) return held;
  const limit = { unit: 'bytes', amount: bytes(storage.limitBytes) } as const;
  return `${held} of ${limitText(limit, '')} (${percentText(used, limit)})`;
}
