import { EMAIL_LIMITS } from '../../alerts/outputs/email/limits.ts';
import { SMS_LIMITS } from '../../alerts/outputs/sms/limits.ts';
import type { AlertMessage } from '../../model/alert.ts';
import type { TopicArn } from '../../model/aws-ids.ts';
import type { PruneCounts } from '../model/journal-segment.ts';
import { unpainted } from '../../text/paint.ts';
import { ascii, plain, shortened } from '../../text/plain.ts';
import { counted, limitText, usedText, withSeparators } from '../../text/quantities.ts';
import { failureText } from '../../text/failure-text.ts';
import { unlistedText } from '../plan/text/blind-text.ts';
import { requesterLine, sizeText } from '../plan/text/sizes.ts';
import { notAttemptedText, stopText } from '../plan/text/progress-text.ts';
import type { StorageMeasurement } from './storage-measurement.ts';
import type { PruneProgress, RegionProgress } from './progress.ts';
import { progressJson } from './progress-json.ts';

/** The most reasons for each outcome in the message; the journal has all of them. */
const MOST_REASONS = 10;
const MOST_UNLISTED = 20;

type DeletionCounts = Readonly<Record<Exclude<keyof PruneCounts, 'unknown'>, number>> & {
  readonly unknown?: number | undefined;
};
type RequesterNames = Readonly<Partial<Record<'requestedBy' | 'appliedBy', string | undefined>>>;
type ReasonGroups = readonly { readonly why: string; readonly versions: number }[];
interface GroupsByOutcome {
  readonly skipped: ReasonGroups;
  readonly failed: ReasonGroups;
  readonly unknown?: ReasonGroups | undefined;
}

/** Returns the message about a finished or stopped run: `PRUNED: dev: 540 of 540 old Lambda versions deleted`. */
export function summaryMessage(
  progress: PruneProgress,
  deployment: string,
  topicArn: TopicArn,
): AlertMessage {
  const { account, counts } = progress;
  const headline = `${progress.state === 'stopped' ? 'PRUNING STOPPED' : 'PRUNED'}: ${plain(account.name)}: ${withSeparators(counts.deleted)} of ${withSeparators(counts.planned)} old Lambda versions${progress.layers === undefined ? '' : ' and layer versions'} deleted${unlistedSuffix(progress)}`;
  return {
    topicArn,
    subject: shortened(ascii(headline), EMAIL_LIMITS.subject),
    sms: shortened(ascii(`limits-watchdog: ${headline}`), SMS_LIMITS.asciiCharacters),
    text: `${[headline, '', ...summaryLines(progress), '', `Plan ${progress.planId}, by ${deployment}.`].join('\n')}\n`,
    json: JSON.stringify({
      version: 1,
      kind: 'limits-watchdog.pruned',
      deployment,
      ...progressJson(progress),
    }),
    attributes: {
      severity: ['info'],
      account: [account.id],
      stage: [account.stage],
      limit: ['lambda-code-storage'],
    },
  };
}

/** Returns the counts as text: `12 planned: 11 deleted, …`. `spared` versions were kept as the target was reached. */
export function countsLine(
  { planned, deleted, skipped, failed, unknown = 0, notAttempted }: DeletionCounts,
  spared = 0,
  paint = unpainted,
): string {
  const failures = `${withSeparators(failed)} failed`;
  const notKnown =
    unknown > 0 ? `${paint('bad', `${withSeparators(unknown)} deletion not confirmed`)}, ` : '';
  return `${withSeparators(planned)} planned: ${withSeparators(deleted)} deleted, ${withSeparators(skipped)} skipped, ${failed > 0 ? paint('bad', failures) : failures}, ${notKnown}${notAttemptedText(notAttempted, spared)}`;
}

export function peopleLines({ requestedBy, appliedBy }: RequesterNames): readonly string[] {
  return [
    ...(requestedBy === undefined ? [] : [requesterLine('Requested', requestedBy)]),
    ...(appliedBy === undefined ? [] : [requesterLine('Applied', appliedBy)]),
  ];
}

/** Returns a line for each of the first `most` reasons of each outcome, such as `3 skipped: the function is gone`. */
export function groupLines(
  { skipped, failed, unknown = [] }: GroupsByOutcome,
  paint = unpainted,
  most?: number,
): readonly string[] {
  const lines = (outcome: string, groups: ReasonGroups) =>
    groups
      .slice(0, most)
      .map(({ why, versions }) => `${withSeparators(versions)} ${outcome}: ${plain(why)}`);
  return [
    ...lines('skipped', skipped),
    ...lines(paint('bad', 'failed'), failed),
    ...lines(paint('bad', 'deletion not confirmed'), unknown),
  ];
}

export function summaryLines(progress: PruneProgress): readonly string[] {
  const { account, counts, packageBytesDeleted, layers, regions } = progress;
  return [
    `${plain(account.name)} (${account.id}, ${account.stage})`,
    countsLine(counts, sparedIn(regions)),
    ...peopleLines(progress),
    ...(layers === undefined ? [] : [`of these, layer versions: ${countsLine(layers.counts)}`]),
    `${sizeText(packageBytesDeleted)} of packages deleted`,
    ...regions.flatMap(regionLines),
    ...unlistedLines(progress),
    ...groupLines(progressJson(progress), unpainted, MOST_REASONS),
  ];
}

/** Returns the number of planned versions that were kept because their Region reached the target. */
function sparedIn(regions: readonly RegionProgress[]): number {
  return regions
    .filter(({ state }) => state.kind === 'finished' && state.because === 'target-reached')
    .reduce((sum, { counts }) => sum + counts.notAttempted, 0);
}

/** Returns lines about Regions and layers that could not be listed: the first 20, and the number of the others. */
function unlistedLines({ unlisted }: PruneProgress): readonly string[] {
  const more = unlisted.length - MOST_UNLISTED;
  return [
    ...unlisted
      .slice(0, MOST_UNLISTED)
      .map(
        (place) =>
          `Not listed, so nothing was deleted there: ${place.of === 'layers' ? 'layers in ' : ''}${plain(unlistedText(place))}`,
      ),
    ...(more > 0 ? [`and ${withSeparators(more)} more that could not be listed`] : []),
  ];
}

/** Returns the end of the headline, such as `; 2 Regions not listed`; empty if everything was listed. */
function unlistedSuffix({ unlisted }: PruneProgress): string {
  const regions = unlisted.filter((place) => place.of === 'functions').length;
  if (regions > 0) return `; ${counted(regions, 'Region')} not listed`;
  return unlisted.length > 0 ? '; some layers not listed' : '';
}

function regionLines({ region, state, before, after }: RegionProgress): readonly string[] {
  const storage = `${region}: code storage ${storageText(before)} before, ${storageText(after)} after`;
  if (state.kind === 'stopped')
    return [storage, `${region}: stopped. ${plain(stopText(state.stop))}`];
  if (state.kind !== 'finished' || state.because === 'nothing-left') return [storage];
  return [storage, `${region}: the target is reached; the remaining versions were kept`];
}

function storageText(measured: StorageMeasurement | undefined): string {
  if (measured === undefined) return 'not measured';
  const { storage } = measured;
  if (storage.kind === 'failed') return `not measured (${failureText(storage.failure)})`;
  const { used, limit } = storage.value;
  const held = usedText({ unit: 'bytes', amount: used }, '');
  return limit === undefined
    ? held
    : `${held} of ${limitText({ unit: 'bytes', amount: limit }, '')}`;
}
