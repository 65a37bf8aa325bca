import { bytes } from '../../model/units.ts';
import type { Paint } from '../../text/paint.ts';
import { unpainted } from '../../text/paint.ts';
import { plain } from '../../text/plain.ts';
import { sizeText, storageText } from '../../prune/plan/text/sizes.ts';
import { countsLine, groupLines, peopleLines } from '../../prune/apply/summary.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import type { EvidenceSourceAnswer, ProgressAnswer } from './answers.ts';
import { fittedLines } from './fitted-lines.ts';
import type { Gap } from './gaps.ts';

export function gapText(gap: Gap): string {
  switch (gap.code) {
    case 'plan-not-shown':
      return 'The prune function does not report what could not be listed or checked; deploy the version that matches this command';
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
      return `Deletion not confirmed: ${withSeparators(gap.versions)}; a new plan lists the versions that still exist`;
    case 'skipped-for-failures':
      return `Skipped because of failures: ${withSeparators(gap.versions)}`;
    case 'skipped-for-unknown-reasons':
      return `Skipped for reasons unknown to this version: ${withSeparators(gap.versions)}; deploy the version that matches this command`;
    case 'remaining':
      return `Remain: ${withSeparators(gap.versions)}`;
    case 'region-stopped':
      return `${plain(gap.region)} stopped: ${plain(gap.sentence)}`;
  }
}

/** Returns the counts of a prune, and code storage before and after it. Lines are wrapped at `columns` cells. */
export function resultLines(
  progress: ProgressAnswer,
  paint: Paint = unpainted,
  columns?: number,
): readonly string[] {
  const { account, counts, packageBytesDeleted, regions, notice, layers } = progress;
  const notNeeded = regions.reduce((sum, one) => sum + notNeededIn(one), 0);
  const lines = [
    `${plain(account.name)} (${plain(account.id)}, ${plain(account.stage)}), plan ${plain(progress.planId)}`,
    ...peopleLines(progress),
    countsLine(counts, notNeeded, paint),
    ...(layers === undefined
      ? []
      : [`of these, layer versions: ${countsLine(layers.counts, 0, paint)}`]),
    `${sizeText(bytes(packageBytesDeleted))} of packages deleted`,
    ...regions.map(
      (one) =>
        `${plain(one.region)}: code storage ${storageText(one.before)} → ${storageText(one.after)}${targetText(one)}`,
    ),
    ...groupLines(progress, paint),
    ...(typeof notice === 'object'
      ? [`The summary was not sent: ${plain(notice.notPublished)}`]
      : []),
  ];
  return fittedLines(lines, columns);
}

type RegionAnswer = ProgressAnswer['regions'][number];

/** Returns how many planned versions were not deleted because the target was reached before. */
function notNeededIn({ targetReached, counts }: RegionAnswer): number {
  return targetReached === true ? (counts?.notAttempted ?? 0) : 0;
}

function targetText(region: RegionAnswer): string {
  if (region.targetReached !== true) return '';
  const notNeeded = notNeededIn(region);
  const rest = `, ${counted(notNeeded, 'planned version')} ${notNeeded === 1 ? 'was' : 'were'} kept`;
  return `; the target is reached${notNeeded > 0 ? rest : ''}`;
}

/** Returns a line with the planned and finished deletions of a stored plan. */
export function sumLine({ planId, account, counts, regions }: ProgressAnswer): string {
  const where = regions.map(({ region }) => plain(region)).join(', ');
  return `Plan ${plain(planId)} of ${plain(account.name)} (${plain(account.id)}, ${plain(account.stage)}): ${withSeparators(counts.planned)} versions to delete in ${where}, ${withSeparators(counts.deleted)} deleted so far`;
}

export function stateLine({ state, counts }: ProgressAnswer, paint: Paint): string {
  switch (state) {
    case 'finished':
      // A status does not say whether everything was checked, so this does not say "nothing to delete".
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

/** Returns the checks of each Region: `scheduler, pipes (eu-west-1)`. */
export function sourcesText(sources: readonly EvidenceSourceAnswer[]): string {
  const regions = [...new Set(sources.map(({ region }) => region))];
  return regions
    .map((region) => {
      const own = sources.filter((source) => source.region === region);
      return `${own.map(({ check }) => plain(check)).join(', ')} (${plain(region)})`;
    })
    .join('; ');
}
