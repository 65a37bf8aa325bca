import { EMAIL_LIMITS } from '../../alerts/outputs/email/limits.ts';
import { SMS_LIMITS } from '../../alerts/outputs/sms/limits.ts';
import type { AlertMessage } from '../../model/alert.ts';
import type { TopicArn } from '../../model/aws-ids.ts';
import { count } from '../../model/units.ts';
import { ascii, plain, shortened } from '../../text/plain.ts';
import { counted, limitText, usedText, withSeparators } from '../../text/quantities.ts';
import { failureText } from '../../text/failure-text.ts';
import { skipText, unknownText } from '../plan/text/reason-text.ts';
import { unlistedText } from '../plan/text/blind-text.ts';
import { notAttemptedText, stopText } from '../plan/text/progress-text.ts';
import { sizeText } from '../plan/text/sizes.ts';
import { requesterLine } from '../plan/text/storage-text.ts';
import type { Measured } from './measured.ts';
import type { PruneProgress, RegionProgress } from './progress.ts';
import { progressJson } from './progress-json.ts';

/** The rest is in the plan's journal. */
const MOST_REASONS = 10;
const MOST_UNLISTED = 20;

/** `PRUNED: dev: 540 of 540 old Lambda versions deleted` */
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

/** `of these, layer versions: 12 planned: 11 deleted, …` */
function layersLine(counts: PruneProgress['counts']): string {
  return `of these, layer versions: ${countsLine(counts)}`;
}

function countsLine(
  { planned, deleted, skipped, failed, unknown = count(0), notAttempted }: PruneProgress['counts'],
  spared = 0,
): string {
  const notKnown = unknown > 0 ? `${withSeparators(unknown)} not known whether deleted, ` : '';
  return `${withSeparators(planned)} planned: ${withSeparators(deleted)} deleted, ${withSeparators(skipped)} skipped, ${withSeparators(failed)} failed, ${notKnown}${notAttemptedText(notAttempted, spared)}`;
}

/** What happened, for a person; package bytes and code storage are never mixed. */
export function summaryLines(progress: PruneProgress): readonly string[] {
  const { account, counts, packageBytesDeleted, layers, skipped, failed, unknown, regions } =
    progress;
  return [
    `${plain(account.name)} (${account.id}, ${account.stage})`,
    countsLine(counts, sparedIn(regions)),
    ...peopleLines(progress),
    ...(layers === undefined ? [] : [layersLine(layers.counts)]),
    `${sizeText(packageBytesDeleted)} of packages deleted`,
    ...regions.flatMap(regionLines),
    ...unlistedLines(progress),
    ...skipped
      .slice(0, MOST_REASONS)
      .map(
        ({ reason, messages, versions }) =>
          `${withSeparators(versions)} skipped: ${plain(skipText(reason, messages))}`,
      ),
    ...failed
      .slice(0, MOST_REASONS)
      .map(
        ({ failure, versions }) =>
          `${withSeparators(versions)} failed: ${plain(failureText(failure))}`,
      ),
    ...unknown
      .slice(0, MOST_REASONS)
      .map(
        ({ failure, versions }) =>
          `${withSeparators(versions)} not known whether deleted: ${plain(unknownText(failure))}`,
      ),
  ];
}

/** Planned versions that the target did not need. */
function sparedIn(regions: readonly RegionProgress[]): number {
  return regions
    .filter(({ state }) => state.kind === 'finished' && state.because === 'target-reached')
    .reduce((sum, { counts }) => sum + counts.notAttempted, 0);
}

function peopleLines({ requestedBy, appliedBy }: PruneProgress): readonly string[] {
  return [
    ...(requestedBy === undefined ? [] : [requesterLine('Requested', requestedBy)]),
    ...(appliedBy === undefined ? [] : [requesterLine('Applied', appliedBy)]),
  ];
}

/** What the plan says nothing of: that nothing was deleted there does not mean that there is nothing to delete. */
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

/** `; 2 Regions not listed`, for the first line, which may be all that is read. */
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
  return [storage, `${region}: the target is reached; what remains was left alone`];
}

function storageText(measured: Measured | undefined): string {
  if (measured === undefined) return 'not measured';
  const { storage } = measured;
  if (storage.kind === 'failed') return `not measured (${failureText(storage.failure)})`;
  const { used, limit } = storage.value;
  const held = usedText({ unit: 'bytes', amount: used }, '');
  return limit === undefined
    ? held
    : `${held} of ${limitText({ unit: 'bytes', amount: limit }, '')}`;
}
