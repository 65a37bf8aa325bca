import { bytes } from '../../model/units.ts';
import type { Paint } from '../../text/paint.ts';
import { unpainted } from '../../text/paint.ts';
import { plain } from '../../text/plain.ts';
import { sizeText } from '../../prune/plan/text/sizes.ts';
import { notAttemptedText } from '../../prune/plan/text/progress-text.ts';
import { requesterLine, storageText } from '../../prune/plan/text/storage-text.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import type { ProgressAnswer } from './answers.ts';
import { sourcesText } from './evidence-sources.ts';
import { fittedLines } from './fitted-lines.ts';
import type { Gap } from './gaps.ts';

/** A gap for a person. */
export function gapText(gap: Gap): string {
  switch (gap.code) {
    case 'plan-not-shown':
      return 'What the plan could not list or check is unknown: the prune function does not say it; deploy the version that belongs to this one';
    case 'layers-left-out':
      return 'No layer versions were planned; see above';
    case 'layers-not-listed':
      return `Layers not listed: ${plain(gap.what)}`;
    case 'not-listed':
      return `Not listed: ${plain(gap.what)}`;
    case 'kept-unchecked':
      return `Kept, since they could not be checked: ${withSeparators(gap.versions)}; see the plan`;
    case 'evidence-too-old':
      return `Not deleted on evidence that is too old: ${sourcesText(gap.sources)}`;
    case 'failed':
      return `Failed: ${withSeparators(gap.versions)}`;
    case 'outcome-unknown':
      return `Not known whether deleted: ${withSeparators(gap.versions)}; a new plan lists those that are still there`;
    case 'skipped-for-failures':
      return `Skipped for failures: ${withSeparators(gap.versions)}`;
    case 'skipped-for-unknown-reasons':
      return `Skipped for reasons that this version does not know: ${withSeparators(gap.versions)}; deploy the version that belongs to this one`;
    case 'remaining':
      return `Remain: ${withSeparators(gap.versions)}`;
    case 'region-stopped':
      return `${plain(gap.region)} stopped: ${plain(gap.sentence)}`;
  }
}

/** True counts, and the code storage before and after as the account says it; fitted to `columns`. */
export function resultLines(
  progress: ProgressAnswer,
  paint: Paint = unpainted,
  columns?: number,
): readonly string[] {
  const { account, counts, packageBytesDeleted, regions, skipped, failed, notice } = progress;
  const { layers, unknown = [], requestedBy, appliedBy } = progress;
  const spared = regions.reduce((sum, one) => sum + sparedIn(one), 0);
  const lines = [
    `${plain(account.name)} (${plain(account.id)}, ${plain(account.stage)}), plan ${plain(progress.planId)}`,
    ...(requestedBy === undefined ? [] : [requesterLine('Requested', requestedBy)]),
    ...(appliedBy === undefined ? [] : [requesterLine('Applied', appliedBy)]),
    countsLine(counts, paint, spared),
    ...(layers === undefined
      ? []
      : [`of these, layer versions: ${countsLine(layers.counts, paint)}`]),
    `${sizeText(bytes(packageBytesDeleted))} of packages deleted`,
    ...regions.map(
      (one) =>
        `${plain(one.region)}: code storage ${storageText(one.before)} → ${storageText(one.after)}${targetText(one)}`,
    ),
    ...skipped.map(({ why, versions }) => `${withSeparators(versions)} skipped: ${plain(why)}`),
    ...failed.map(
      ({ why, versions }) => `${withSeparators(versions)} ${paint('bad', 'failed')}: ${plain(why)}`,
    ),
    ...unknown.map(
      ({ why, versions }) =>
        `${withSeparators(versions)} ${paint('bad', 'not known whether deleted')}: ${plain(why)}`,
    ),
    ...(typeof notice === 'object'
      ? [`The summary was not sent: ${plain(notice.notPublished)}`]
      : []),
  ];
  return fittedLines(lines, columns);
}

type RegionAnswer = ProgressAnswer['regions'][number];

/** Planned versions that the target did not need. */
function sparedIn({ targetReached, counts }: RegionAnswer): number {
  return targetReached === true ? (counts?.notAttempted ?? 0) : 0;
}

function targetText(region: RegionAnswer): string {
  if (region.targetReached !== true) return '';
  const spared = sparedIn(region);
  const left = `, ${counted(spared, 'planned version')} ${spared === 1 ? 'was' : 'were'} left`;
  return `; the target is reached${spared > 0 ? left : ''}`;
}

/** `spared` of those that were not attempted were not needed for the target. */
function countsLine(
  { planned, deleted, skipped, failed, unknown = 0, notAttempted }: ProgressAnswer['counts'],
  paint: Paint,
  spared = 0,
): string {
  const failures = `${withSeparators(failed)} failed`;
  const notKnown =
    unknown > 0 ? `${paint('bad', `${withSeparators(unknown)} not known whether deleted`)}, ` : '';
  return `${withSeparators(planned)} planned: ${withSeparators(deleted)} deleted, ${withSeparators(skipped)} skipped, ${failed > 0 ? paint('bad', failures) : failures}, ${notKnown}${notAttemptedText(notAttempted, spared)}`;
}

/** Of a stored plan that has begun: what it deletes where, and how far it is. */
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
      return counts.failed + (counts.unknown ?? 0) > 0
        ? paint('bad', 'Finished, with failures.')
        : paint('good', 'Finished.');
    case 'not-begun':
      return 'Not begun: nothing was deleted.';
    case 'goes-on':
      return paint('care', 'Under way, or stopped between slices.');
    case 'needs-evidence':
      return paint('care', 'Under way: evidence is read again before anything more is deleted.');
    case 'busy':
      return paint('care', 'Under way.');
    case 'stopped':
      return paint('bad', 'Stopped; the reason is below.');
  }
}
