import { peopleLines } from '../../prune/apply/summary.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../model/time.ts';
import { keptForTexts } from '../../prune/plan/text/plan.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import { spanText, utcText } from '../../text/times.ts';
import type { PlanOverview } from './answers.ts';
import { planGaps, plannedLayers } from './gaps.ts';
import type { PlanTime } from '../../prune/plan/text/sizes.ts';
import { functionLines, keptLines, storageLines } from './plan-tables.ts';
import { notCoveredLines } from './plan-texts.ts';
import { keepSentences, untilSentences } from './option-effects.ts';
import type { WriteCommand } from '../help.ts';

const MOST_REASONS = 3;

/**
 * Returns the summary of a plan that a person sees before typing the account's name.
 * @param when `now`, or `when planned` for a plan that has begun, ended or expired
 */
export function planLines(
  plan: PlanOverview,
  now: Instant,
  typed: WriteCommand,
  columns?: number,
  when: PlanTime = 'now',
): readonly string[] {
  const { planId, text, unlisted, couldNotTell = [], keepNewest, requestedBy } = plan;
  const layers = plannedLayers(plan);
  const all = typed(`prune show ${plain(planId)} --kept`);
  return [
    ...storageLines(plan, when),
    ...untilSentences(plan),
    ...peopleLines({ requestedBy }),
    ...text.map(indented),
    ...functionLines(plan.functions, columns),
    ...keptLines('In use', plan.inUse, all),
    ...keptLines('Could not be checked, so kept', plan.notChecked, all),
    ...keepSentences(keepNewest),
    ...unlisted.map((one) => `Not listed, so nothing is deleted there: ${plain(one)}`),
    ...(layers?.unlisted ?? []).map(
      (one) => `Layers not listed, so none is deleted there: ${plain(one)}`,
    ),
    ...failedReadLines(plan),
    ...(layers === undefined ? [] : failedReadLines(layers)),
    ...couldNotTell.map(plain),
    ...notCoveredLines(plan),
    evidenceLine(plan, now),
    `The whole plan: ${plain(plan.planAt)}`,
    isEmpty(plan)
      ? `Plan ${plain(planId)} deletes nothing`
      : `Plan ${plain(planId)}${when === 'now' ? `; its first deletion must come before ${plain(plan.beginBefore)}` : ''}`,
  ];
}

export function isEmpty(plan: PlanOverview): boolean {
  const ofLayers = plannedLayers(plan)?.totals.delete.versions ?? 0;
  return plan.totals.delete.versions + ofLayers === 0;
}

/** Returns why a plan is empty. It says "nothing to delete" only if everything was listed and checked. */
export function nothingToDelete(plan: PlanOverview): string {
  const why = keptForTexts(plan.totals.keptFor).slice(0, MOST_REASONS);
  const kept = why.length === 0 ? '' : ` What keeps most versions: ${why.join(', ')}.`;
  const isWhole = planGaps(plan).length === 0;
  return `${isWhole ? 'There is nothing to delete.' : 'Nothing is planned for deletion, but not everything was listed and checked.'}${kept}`;
}

/** Returns a line about the age of the oldest evidence, according to the local clock. */
export function evidenceLine(
  { evidenceFrom = '' }: Pick<PlanOverview, 'evidenceFrom'>,
  now: Instant,
): string {
  const from = Date.parse(evidenceFrom);
  if (Number.isNaN(from)) return 'Evidence of use: of unknown age; its oldest read has no time';
  return `Evidence of use: the oldest was read at ${utcText(instant(from))}, ${ageText(instant(from), now)} ago`;
}

/** Returns the time since `from`: in minutes up to two hours, then in larger units. */
function ageText(from: Instant, now: Instant): string {
  const minutes = Math.floor(Math.max(0, now - from) / MINUTE_MS);
  if (minutes === 0) return 'less than a minute';
  return now - from < 2 * HOUR_MS ? counted(minutes, 'minute') : spanText(from, now);
}

/** Names the reads that failed, or says only their number if the function is of an older release. */
function failedReadLines({
  failedChecks,
  couldNotCheck,
}: Pick<PlanOverview, 'failedChecks' | 'couldNotCheck'>): readonly string[] {
  if (couldNotCheck !== undefined) return couldNotCheck.map(plain);
  return failedChecks > 0
    ? [`Reads that failed, so the versions that they concern are kept: ${failedChecks}`]
    : [];
}

/** Removes control characters from a line, and keeps its indentation, which `plain` would remove. */
export function indented(line: string): string {
  return `${line.startsWith('  ') ? '  ' : ''}${plain(line)}`;
}
