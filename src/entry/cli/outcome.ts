import { bytes } from '../../model/units.ts';
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

/** How the command ended, with the functions' own answers for `--json`. */
export interface Outcome {
  readonly outcome: keyof typeof EXIT_CODE;
  /** For a person: why it is not done, and what to do. */
  readonly messages?: readonly string[];
  readonly plan?: unknown;
  readonly result?: unknown;
}

export function outcomeJson({ outcome, messages = [], plan, result }: Outcome): string {
  const exitCode = EXIT_CODE[outcome];
  const whole = { version: 1, kind: 'limits-watchdog.prune', outcome, exitCode, messages };
  return JSON.stringify({ ...whole, plan: plan ?? null, result: result ?? null }, undefined, 2);
}

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
export function resultLines(progress: ProgressAnswer): readonly string[] {
  const { account, counts, packageBytesDeleted, regions, skipped, failed, notice } = progress;
  const { layers } = progress;
  return [
    `${plain(account.name)} (${plain(account.id)}, ${plain(account.stage)}), plan ${plain(progress.planId)}`,
    countsLine(counts),
    ...(layers === undefined ? [] : [`of these, layer versions: ${countsLine(layers.counts)}`]),
    `${sizeText(bytes(packageBytesDeleted))} of packages deleted`,
    ...regions.map(
      ({ region, before, after, targetReached }) =>
        `${plain(region)}: code storage ${storageText(before)} → ${storageText(after)}${targetReached === true ? '; the target is reached' : ''}`,
    ),
    ...skipped.map(({ why, versions }) => `${withSeparators(versions)} skipped: ${plain(why)}`),
    ...failed.map(({ why, versions }) => `${withSeparators(versions)} failed: ${plain(why)}`),
    ...(typeof notice === 'object'
      ? [`The topic was not told: ${plain(notice.notPublished)}`]
      : []),
  ];
}

function countsLine({
  planned,
  deleted,
  skipped,
  failed,
  notAttempted,
}: ProgressAnswer['counts']): string {
  return `${withSeparators(planned)} planned: ${withSeparators(deleted)} deleted, ${withSeparators(skipped)} skipped, ${withSeparators(failed)} failed, ${withSeparators(notAttempted)} not attempted`;
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
